-- The marks of leaving exams in five years, from 0 to 15 points.
DROP TABLE IF EXISTS leaving_mark;
CREATE TABLE leaving_mark (
  id       BIGINT      NOT NULL,
  year     INT         NOT NULL,
  subject  VARCHAR(30) NOT NULL,
  pupil_id BIGINT      NOT NULL,
  points   INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_leaving_mark_year_subject_points (year, subject, points)
) ENGINE = InnoDB;
INSERT INTO leaving_mark (id, year, subject, pupil_id, points)
SELECT id, 2021 + id % 5, ELT(1 + id DIV 5 % 12, 'Art', 'Biology', 'Chemistry', 'English', 'French', 'Geography', 'German', 'History', 'Latin', 'Mathematics', 'Music', 'Physics'),
       1 + id DIV 12, (id * 7919 % 16 + id * 31 % 16) DIV 2
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE leaving_mark;
