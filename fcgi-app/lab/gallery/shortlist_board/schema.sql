-- Applicants of a firm's vacancies, a thousand for each. Two of three come through an agency. A larger database has more vacancies.
DROP TABLE IF EXISTS hiring_vacancy, hiring_applicant, hiring_agency;
CREATE TABLE hiring_vacancy (
  id        INT          NOT NULL,
  title     VARCHAR(200) NOT NULL,
  team      VARCHAR(60)  NOT NULL,
  closes_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hiring_agency (
  id    INT          NOT NULL,
  name  VARCHAR(220) NOT NULL,
  phone VARCHAR(30)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hiring_applicant (
  id         BIGINT       NOT NULL,
  vacancy_id INT          NOT NULL,
  name       VARCHAR(200) NOT NULL,
  points     INT          NOT NULL,
  applied_on DATE         NOT NULL,
  agency_id  INT          NULL,
  PRIMARY KEY (id),
  KEY idx_hiring_applicant_vacancy_id_points_id (vacancy_id, points, id)
) ENGINE = InnoDB;

INSERT INTO hiring_vacancy (id, title, team, closes_on)
SELECT id, CONCAT(ELT(1 + id % 4, 'Analyst', 'Buyer', 'Mechanic', 'Planner'), ', ', name), ELT(1 + id % 5, 'North', 'Purchase', 'Data', 'Workshop', 'Sales'),
       DATE '2026-02-01' + INTERVAL id % 60 DAY
  FROM tag WHERE id <= 30 * @factor;
INSERT INTO hiring_agency (id, name, phone)
SELECT id, CONCAT(name, ' Staffing'), CONCAT('+49 30 ', 100000 + id * 7919 % 900000) FROM publisher WHERE id <= 700;
INSERT INTO hiring_applicant (id, vacancy_id, name, points, applied_on, agency_id)
SELECT i.id, 1 + i.id % (30 * @factor), c.name, i.id * 7919 % 100, DATE '2025-12-01' + INTERVAL i.id * 31 % 45 DAY,
       IF(i.id % 3 = 1, NULL, 1 + i.id * 13 % 700)
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 17 % 2500 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE hiring_applicant;
