-- The walls of a chain of climbing gyms with their boulder problems. A larger database has more walls.
DROP TABLE IF EXISTS boulder_wall, boulder_problem, boulder_remark, boulder_setting_shift, boulder_hold_set;
CREATE TABLE boulder_wall (
  id    BIGINT       NOT NULL,
  name  VARCHAR(150) NOT NULL,
  angle INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE boulder_problem (
  id       BIGINT      NOT NULL,
  wall_id  BIGINT      NOT NULL,
  colour   VARCHAR(10) NOT NULL,
  grade    VARCHAR(5)  NOT NULL,
  weeks_up INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_boulder_problem_wall_id (wall_id)
) ENGINE = InnoDB;
CREATE TABLE boulder_remark (
  id         BIGINT       NOT NULL,
  problem_id BIGINT       NOT NULL,
  text       VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_boulder_remark_problem_id (problem_id)
) ENGINE = InnoDB;
CREATE TABLE boulder_setting_shift (
  begins_at DATETIME     NOT NULL,
  setter    VARCHAR(200) NOT NULL,
  pads      INT          NOT NULL,
  PRIMARY KEY (begins_at, setter)
) ENGINE = InnoDB;
-- The gyms have 160 sets of holds.
CREATE TABLE boulder_hold_set (
  id        INT         NOT NULL,
  colour    VARCHAR(10) NOT NULL,
  is_washed BOOLEAN     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO boulder_wall (id, name, angle)
SELECT b.id, CONCAT(k.name, ' ', ELT(1 + b.id % 4, 'slab', 'cave', 'prow', 'arch')), b.id * 7 % 60 - 10
  FROM book AS b JOIN country AS k ON k.id = 1 + b.id % 120 WHERE b.id <= 320 * @factor;
INSERT INTO boulder_problem (id, wall_id, colour, grade, weeks_up)
SELECT id, 1 + (id - 1) DIV 5, ELT(1 + id % 6, 'red', 'blue', 'yellow', 'green', 'white', 'black'),
       CONCAT(4 + id * 7 % 5, ELT(1 + id % 3, 'A', 'B', 'C')), id * 31 % 16
  FROM order_item WHERE id <= 1600 * @factor;
INSERT INTO boulder_remark (id, problem_id, text)
SELECT id, 1 + id * 7919 % (1600 * @factor), LEFT(body, 150) FROM review WHERE id <= 4800 * @factor;
INSERT INTO boulder_setting_shift (begins_at, setter, pads)
SELECT TIMESTAMPADD(DAY, id, TIMESTAMP '2025-10-01 07:00:00'), name, 4 + id % 9 FROM customer WHERE id <= 120;
INSERT INTO boulder_hold_set (id, colour, is_washed)
SELECT id, ELT(1 + id % 6, 'red', 'blue', 'yellow', 'green', 'white', 'black'), id % 3 <> 1 FROM tag WHERE id <= 160;
ANALYZE TABLE boulder_problem, boulder_remark;
