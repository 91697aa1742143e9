-- Colleges of a university, their rules of examination, and marks: 4,800 of each. A larger database has more colleges.
DROP TABLE IF EXISTS college, college_rules, college_mark;
CREATE TABLE college (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE college_rules (
  college_id       INT NOT NULL,
  resit_cap        INT NOT NULL,
  pass_from        INT NOT NULL,
  distinction_from INT NOT NULL,
  PRIMARY KEY (college_id)
) ENGINE = InnoDB;
CREATE TABLE college_mark (
  college_id INT          NOT NULL,
  number     INT          NOT NULL,
  student    VARCHAR(200) NOT NULL,
  module     VARCHAR(60)  NOT NULL,
  points     INT          NOT NULL,
  is_resit   BOOL         NOT NULL,
  PRIMARY KEY (college_id, number)
) ENGINE = InnoDB;
INSERT INTO college (id, name) SELECT id, CONCAT('College of ', name) FROM country WHERE id <= 6 * @factor;
INSERT INTO college_rules (college_id, resit_cap, pass_from, distinction_from)
SELECT id, 40 + id % 3 * 5, 40 + id % 2 * 10, 70 FROM college;
INSERT INTO college_mark (college_id, number, student, module, points, is_resit)
SELECT 1 + (i.id - 1) DIV 4800, 1 + (i.id - 1) % 4800, c.name, CONCAT(ELT(1 + i.id % 5, 'BIO', 'CHM', 'HIS', 'LAW', 'MUS'), ' ', 100 + i.id * 7 % 230),
       18 + i.id * 7919 % 80, i.id * 31 % 10 < 3
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 37 % 2500 WHERE i.id <= 28800 * @factor;
ANALYZE TABLE college_mark;
