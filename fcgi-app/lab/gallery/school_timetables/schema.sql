-- Classes and their lessons in a week. Teachers and subjects are the same in every database.
DROP TABLE IF EXISTS school_class, school_lesson, school_subject, school_teacher;
CREATE TABLE school_class (
  id   BIGINT      NOT NULL,
  name VARCHAR(20) NOT NULL,
  room VARCHAR(10) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE school_lesson (
  class_id   BIGINT NOT NULL,
  day        BIGINT NOT NULL,
  period     BIGINT NOT NULL,
  subject_id BIGINT NOT NULL,
  teacher_id BIGINT NOT NULL,
  PRIMARY KEY (class_id, day, period)
) ENGINE = InnoDB;
CREATE TABLE school_subject (
  id         BIGINT      NOT NULL,
  short_name VARCHAR(10) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE school_teacher (
  id         BIGINT      NOT NULL,
  short_name VARCHAR(10) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO school_class (id, name, room)
SELECT id, CONCAT(5 + id DIV 5 % 9, CHAR(97 + id % 5 USING utf8mb4), '-', id), CONCAT(id % 4, LPAD(id % 37, 2, '0')) FROM book WHERE id <= 640 * @factor;
INSERT INTO school_subject (id, short_name)
SELECT id, ELT(id, 'Ma', 'De', 'En', 'Fr', 'Bi', 'Ch', 'Ph', 'Ge', 'Hi', 'Mu', 'Ar', 'Sp', 'Re', 'It') FROM tag WHERE id <= 14;
INSERT INTO school_teacher (id, short_name)
SELECT id, CONCAT(CHAR(65 + id % 26 USING utf8mb4), CHAR(97 + id DIV 26 * 7 USING utf8mb4), CHAR(97 + id * 5 % 26 USING utf8mb4)) FROM tag WHERE id <= 90;
INSERT INTO school_lesson (class_id, day, period, subject_id, teacher_id)
SELECT 1 + (o.id - 1) DIV 40, 1 + (o.id - 1) % 40 DIV 8, 1 + (o.id - 1) % 8, 1 + o.id * 31 % 14, 1 + o.id * 7919 % 90
  FROM order_item AS o WHERE o.id <= 25600 * @factor AND (o.id - 1) % 8 < 6;
ANALYZE TABLE school_class, school_lesson;
