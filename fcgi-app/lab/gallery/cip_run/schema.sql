-- A brewery's cellar: tanks, the programmes with which they are cleaned in place, and the runs. The newest 300 runs are kept.
DROP TABLE IF EXISTS cellar_tank, cip_programme_step, cip_run, cip_run_step;
CREATE TABLE cellar_tank (
  id          INT         NOT NULL,
  name        VARCHAR(20) NOT NULL,
  hectolitre  INT         NOT NULL,
  cleaned_at  DATETIME(6) NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE cip_programme_step (
  programme_id INT         NOT NULL,
  position     INT         NOT NULL,
  what         VARCHAR(40) NOT NULL,
  seconds      INT         NOT NULL,
  degrees      INT         NOT NULL,
  PRIMARY KEY (programme_id, position)
) ENGINE = InnoDB;
CREATE TABLE cip_run (
  id           BIGINT      NOT NULL AUTO_INCREMENT,
  tank_id      INT         NOT NULL,
  programme_id INT         NOT NULL,
  begun_at     DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  KEY idx_cip_run_tank_id_id (tank_id, id)
) ENGINE = InnoDB;
CREATE TABLE cip_run_step (
  run_id   BIGINT      NOT NULL,
  position INT         NOT NULL,
  what     VARCHAR(40) NOT NULL,
  seconds  INT         NOT NULL,
  degrees  INT         NOT NULL,
  PRIMARY KEY (run_id, position)
) ENGINE = InnoDB;

INSERT INTO cellar_tank (id, name, hectolitre) SELECT id, CONCAT('ZKT ', id), 120 + id % 5 * 60 FROM tag WHERE id <= 48 * @factor AND id <= 500;
INSERT INTO cip_programme_step (programme_id, position, what, seconds, degrees)
SELECT p.id, s.id, ELT(s.id, 'flush', 'lye', 'hold', 'flush', 'acid', 'hold', 'flush', 'peracetic acid', 'drain'), 120 + (p.id * 3 + s.id) * 45, ELT(s.id, 15, 80, 80, 15, 40, 40, 15, 15, 15)
  FROM country AS p JOIN country AS s ON s.id <= 9 WHERE p.id <= 5;
