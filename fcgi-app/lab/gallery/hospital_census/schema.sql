-- Two hospitals: who is in which bed, who treats them, and the doctors' departments.
DROP TABLE IF EXISTS hospital_stay, hospital_doctor, hospital_department;
CREATE TABLE hospital_department (
  id    INT         NOT NULL,
  name  VARCHAR(60) NOT NULL,
  pager VARCHAR(10) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hospital_doctor (
  id            INT          NOT NULL,
  name          VARCHAR(200) NOT NULL,
  department_id INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hospital_stay (
  hospital_id INT         NOT NULL,
  bed         VARCHAR(20) NOT NULL,
  patient_id  BIGINT      NOT NULL,
  doctor_id   INT         NOT NULL,
  diet        VARCHAR(20) NOT NULL,
  PRIMARY KEY (hospital_id, bed)
) ENGINE = InnoDB;

INSERT INTO hospital_department (id, name, pager)
SELECT id, CONCAT(ELT(1 + id % 6, 'Surgery', 'Medicine', 'Cardiology', 'Neurology', 'Orthopaedics', 'Urology'), ' ', 1 + id DIV 6), 2000 + id * 37 % 1000
  FROM country WHERE id <= 90;
INSERT INTO hospital_doctor (id, name, department_id) SELECT id, name, 1 + id * 7 % 90 FROM author WHERE id <= 700;
INSERT INTO hospital_stay (hospital_id, bed, patient_id, doctor_id, diet)
SELECT house.id, CONCAT(CHAR(65 + c.id % 6 USING utf8mb4), '-', LPAD(c.id DIV 6, 4, '0'), '-', 1 + c.id % 3), c.id, 1 + (c.id * 31 + house.id) % 700,
       ELT(1 + c.id % 5, 'full', 'light', 'diabetic', 'no salt', 'fasting')
  FROM country AS house JOIN customer AS c ON c.id <= 1200 * @factor WHERE house.id <= 2;
