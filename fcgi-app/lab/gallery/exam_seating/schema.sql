-- Final exams with 1,600 candidates each, and the halls of a university. A larger database has more exams.
DROP TABLE IF EXISTS seated_exam, seated_candidate, seating_hall;
CREATE TABLE seated_exam (
  id      INT         NOT NULL,
  subject VARCHAR(60) NOT NULL,
  held_on DATE        NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE seated_candidate (
  exam_id INT          NOT NULL,
  number  INT          NOT NULL,
  name    VARCHAR(200) NOT NULL,
  school  VARCHAR(200) NOT NULL,
  PRIMARY KEY (exam_id, number)
) ENGINE = InnoDB;
CREATE TABLE seating_hall (
  id           INT         NOT NULL,
  name         VARCHAR(60) NOT NULL,
  seat_rows    INT         NOT NULL,
  seats_in_row INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO seated_exam (id, subject, held_on)
SELECT id, ELT(1 + id % 5, 'Chemistry', 'French', 'Geography', 'Latin', 'Mathematics'), DATE '2026-05-04' + INTERVAL id % 20 DAY
  FROM publisher WHERE id <= 6 * @factor;
INSERT INTO seated_candidate (exam_id, number, name, school)
SELECT 1 + (b.id - 1) DIV 1600, 1 + (b.id - 1) % 1600, c.name, CONCAT(k.name, ' School')
  FROM book AS b JOIN customer AS c ON c.id = 1 + b.id * 31 % 2500 JOIN country AS k ON k.id = 1 + b.id * 7 % 120
 WHERE b.id <= 9600 * @factor;
INSERT INTO seating_hall (id, name, seat_rows, seats_in_row)
SELECT id, CONCAT('Hall ', id), 12 + id % 5 * 6, 14 + id % 3 * 6 FROM country WHERE id <= 12;
ANALYZE TABLE seated_candidate;
