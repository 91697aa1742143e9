-- A hospital with six departments. A larger database has more people, and each has about 300 shifts a year.
DROP TABLE IF EXISTS staff_person, work_shift;
CREATE TABLE staff_person (
  number         BIGINT       NOT NULL,
  name           VARCHAR(200) NOT NULL,
  department     INT          NOT NULL,
  weekly_minutes INT          NOT NULL,
  PRIMARY KEY (number),
  KEY idx_staff_person_department (department)
) ENGINE = InnoDB;
CREATE TABLE work_shift (
  id              BIGINT       NOT NULL,
  person_number   BIGINT       NOT NULL,
  began_at        DATETIME     NOT NULL,
  minutes         INT          NOT NULL,
  planned_minutes INT          NOT NULL,
  handover        VARCHAR(700) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_work_shift_person_number_began_at (person_number, began_at)
) ENGINE = InnoDB;

INSERT INTO staff_person (number, name, department, weekly_minutes)
SELECT id, name, 1 + id % 6, 1200 + id % 3 * 600 FROM customer WHERE id <= 80 * @factor;
INSERT INTO work_shift (id, person_number, began_at, minutes, planned_minutes, handover)
SELECT id, 1 + id % (80 * @factor), TIMESTAMPADD(MINUTE, id * 525000 DIV (24000 * @factor), TIMESTAMP '2025-01-01 00:00:00'),
       360 + id * 7919 % 190, 450, CONCAT(body, ' ', LEFT(body, 150))
  FROM review WHERE id <= 24000 * @factor;
ANALYZE TABLE staff_person, work_shift;
