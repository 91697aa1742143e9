-- The samples of a laboratory. Values and ranges are thousandths of the unit.
DROP TABLE IF EXISTS blood_sample, blood_value, blood_analyte, blood_range;
CREATE TABLE blood_sample (
  id        BIGINT       NOT NULL,
  patient   VARCHAR(200) NOT NULL,
  is_female TINYINT(1)   NOT NULL,
  taken_at  DATETIME(6)  NOT NULL,
  sender    VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE blood_analyte (
  id   BIGINT      NOT NULL,
  name VARCHAR(60) NOT NULL,
  unit VARCHAR(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE blood_value (
  sample_id   BIGINT NOT NULL,
  position    INT    NOT NULL,
  analyte_id  BIGINT NOT NULL,
  thousandths BIGINT NOT NULL,
  PRIMARY KEY (sample_id, position)
) ENGINE = InnoDB;
CREATE TABLE blood_range (
  analyte_id BIGINT     NOT NULL,
  is_female  TINYINT(1) NOT NULL,
  lowest     BIGINT     NOT NULL,
  highest    BIGINT     NOT NULL,
  PRIMARY KEY (analyte_id, is_female)
) ENGINE = InnoDB;

INSERT INTO blood_sample (id, patient, is_female, taken_at, sender)
SELECT c.id, c.name, c.id % 2, TIMESTAMPADD(MINUTE, c.id * 7, TIMESTAMP '2026-01-05 07:00:00'), CONCAT('Surgery ', p.name)
  FROM customer AS c JOIN publisher AS p ON p.id = 1 + c.id % 60 WHERE c.id <= 600 * @factor;
INSERT INTO blood_analyte (id, name, unit)
SELECT id, CONCAT(ELT(1 + id % 10, 'Sodium', 'Potassium', 'Calcium', 'Glucose', 'Creatinine', 'Ferritin', 'Urea', 'Bilirubin', 'Albumin', 'Magnesium'),
                  ELT(1 + id DIV 10, ' (serum)', ' (plasma)', ' (urine)', ' (24 hours)')),
       ELT(1 + id % 4, 'mmol/l', 'mg/dl', 'ug/l', 'g/l')
  FROM tag WHERE id <= 39;
INSERT INTO blood_value (sample_id, position, analyte_id, thousandths)
SELECT sample.id, part.id, 1 + (sample.id + part.id * 5) % 39, 1500 + sample.id * part.id * 37 % 4200
  FROM blood_sample AS sample JOIN tag AS part ON part.id <= 8 + sample.id % 15;
INSERT INTO blood_range (analyte_id, is_female, lowest, highest)
SELECT analyte.id, sex.id - 1, 1800 + analyte.id * 10 - sex.id * 50, 4600 + analyte.id * 13
  FROM blood_analyte AS analyte JOIN tag AS sex ON sex.id <= 2;
