-- The log of each machine, at most a little more than its last thousand lines.
DROP TABLE IF EXISTS machine_log;
CREATE TABLE machine_log (
  id         BIGINT       NOT NULL AUTO_INCREMENT,
  machine_id BIGINT       NOT NULL,
  level      VARCHAR(10)  NOT NULL,
  line       VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_machine_log_machine_id_id (machine_id, id)
) ENGINE = InnoDB;
INSERT INTO machine_log (id, machine_id, level, line)
SELECT id, 1 + id % (10 * @factor), IF(id % 40 = 39, 'warning', 'info'), CONCAT('cycle ', id, ' finished')
  FROM review WHERE id <= 10000 * @factor;
