-- Five milling machines, their programs as text, and what each has to make.
DROP TABLE IF EXISTS nc_work_order, nc_program, nc_machine;
CREATE TABLE nc_machine (
  id            BIGINT      NOT NULL,
  name          VARCHAR(60) NOT NULL,
  setup_minutes BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE nc_program (
  id       BIGINT      NOT NULL,
  number   VARCHAR(20) NOT NULL,
  revision BIGINT      NOT NULL,
  seconds  BIGINT      NOT NULL,
  code     MEDIUMTEXT  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE nc_work_order (
  id         BIGINT       NOT NULL,
  machine_id BIGINT       NOT NULL,
  due_on     DATE         NOT NULL,
  article    VARCHAR(200) NOT NULL,
  pieces     BIGINT       NOT NULL,
  program_id BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_nc_work_order_machine_id_due_on (machine_id, due_on, id)
) ENGINE = InnoDB;

INSERT INTO nc_machine (id, name, setup_minutes) VALUES
  (1, 'DMU 50, hall 1', 25), (2, 'DMU 65, hall 1', 30), (3, 'Hermle C 32', 20), (4, 'Mikron HPM', 35), (5, 'Deckel FP 4', 45);
INSERT INTO nc_program (id, number, revision, seconds, code)
SELECT id, CONCAT('O', LPAD(id * 37 % 10000, 4, '0')), 1 + id % 6, 40 + id * 7919 % 900,
       CONCAT('%\nO', LPAD(id * 37 % 10000, 4, '0'), '\nG21 G90 G54\n', REPEAT(CONCAT('G1 X', id % 200, '.5 Y-', id % 90, '.25 F', 400 + id % 600, '\n'), 430), 'M30\n%\n')
  FROM book WHERE id <= 320 * @factor;
INSERT INTO nc_work_order (id, machine_id, due_on, article, pieces, program_id)
SELECT p.id, 1 + p.id % 5, DATE '2026-01-05' + INTERVAL p.id * 7919 % 120 DAY, p.name, 1 + p.id * 31 % 60, 1 + p.id * 17 % (320 * @factor)
  FROM indexed_product AS p WHERE p.id <= 2000 * @factor;
ANALYZE TABLE nc_work_order, nc_program;
