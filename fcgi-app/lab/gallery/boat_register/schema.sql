DROP TABLE IF EXISTS register_boat;
CREATE TABLE register_boat (
  id         BIGINT       NOT NULL,
  name       VARCHAR(255) NOT NULL,
  home_port  VARCHAR(100) NOT NULL,
  rig        VARCHAR(20)  NOT NULL,
  length_cm  INT          NOT NULL,
  built      INT          NOT NULL,
  is_private BOOLEAN      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_register_boat_name_id (name, id)
) ENGINE = InnoDB;

INSERT INTO register_boat (id, name, home_port, rig, length_cm, built, is_private)
SELECT i.id, b.title, k.name, ELT(1 + i.id % 4, 'sloop', 'ketch', 'cutter', 'yawl'), 600 + i.id * 7919 % 1400, b.year, i.id % 12 = 0
  FROM order_item AS i JOIN book AS b ON b.id = i.book_id JOIN country AS k ON k.id = 1 + i.id % 120
 WHERE i.id <= 18000 * @factor;
