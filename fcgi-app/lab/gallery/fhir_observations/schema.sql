-- Long-term patients of a dialysis clinic, and what its laboratory has measured.
DROP TABLE IF EXISTS fhir_patient, fhir_code, fhir_observation;
CREATE TABLE fhir_patient (
  id      BIGINT       NOT NULL,
  name    VARCHAR(200) NOT NULL,
  gender  VARCHAR(10)  NOT NULL,
  born_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE fhir_code (
  code    VARCHAR(10) NOT NULL,
  display VARCHAR(60) NOT NULL,
  unit    VARCHAR(20) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;
CREATE TABLE fhir_observation (
  patient_id BIGINT       NOT NULL,
  id         BIGINT       NOT NULL,
  code       VARCHAR(10)  NOT NULL,
  value_e2   INT          NOT NULL,
  taken_at   CHAR(20)     NOT NULL,
  performer  VARCHAR(200) NOT NULL,
  PRIMARY KEY (patient_id, id)
) ENGINE = InnoDB;

INSERT INTO fhir_code (code, display, unit)
VALUES ('2823-3', 'Potassium in serum or plasma', 'mmol/L'), ('2160-0', 'Creatinine in serum or plasma', 'mg/dL'),
       ('718-7', 'Hemoglobin in blood', 'g/dL'), ('17861-6', 'Calcium in serum or plasma', 'mg/dL'),
       ('2777-1', 'Phosphate in serum or plasma', 'mg/dL'), ('1751-7', 'Albumin in serum or plasma', 'g/dL');
INSERT INTO fhir_patient (id, name, gender, born_on)
SELECT c.id, c.name, IF(c.id % 2 = 0, 'female', 'male'), DATE '1940-03-01' + INTERVAL c.id % 50 * 577 DAY FROM customer AS c WHERE c.id <= 10 * @factor;
INSERT INTO fhir_observation (patient_id, id, code, value_e2, taken_at, performer)
SELECT 1 + i.id % (10 * @factor), i.id, ELT(1 + i.id DIV (10 * @factor) % 6, '2823-3', '2160-0', '718-7', '17861-6', '2777-1', '1751-7'),
       300 + i.id * 31 % 700, CONCAT(DATE '2019-01-02' + INTERVAL i.id DIV (10 * @factor) DIV 6 * 3 DAY, 'T06:', LPAD(i.id % 60, 2, '0'), ':00Z'),
       p.name
  FROM order_item AS i JOIN publisher AS p ON p.id = 1 + i.id % 30 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE fhir_observation;
