-- The figures of the rule book for diving, and the newest forty sheets of marks.
DROP TABLE IF EXISTS diving_figure, diving_sheet, diving_mark;
CREATE TABLE diving_figure (
  number            INT        NOT NULL,
  code              VARCHAR(6) NOT NULL,
  difficulty_tenths INT        NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE diving_sheet (
  id       BIGINT NOT NULL AUTO_INCREMENT,
  round_no INT    NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE diving_mark (
  sheet_id    BIGINT NOT NULL,
  dive_no     INT    NOT NULL,
  judge       INT    NOT NULL,
  half_points INT    NOT NULL,
  PRIMARY KEY (sheet_id, dive_no, judge)
) ENGINE = InnoDB;

INSERT INTO diving_figure (number, code, difficulty_tenths)
SELECT id, CONCAT(100 + id * 7, ELT(1 + id % 4, 'A', 'B', 'C', 'D')), 12 + id * 31 % 27 FROM country WHERE id <= 60;
INSERT INTO diving_sheet (round_no) SELECT 1 + id % 6 FROM country WHERE id <= 40 ORDER BY id;
INSERT INTO diving_mark (sheet_id, dive_no, judge, half_points)
SELECT s.id, d.id, j.id, 9 + (d.id * 31 + j.id * 17) % 9 FROM diving_sheet AS s JOIN country AS d ON d.id <= 20 JOIN country AS j ON j.id <= 7;
