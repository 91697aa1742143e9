DROP TABLE IF EXISTS lab_measured, lab_sample, lab_analyte;
CREATE TABLE lab_analyte (
  id         INT         NOT NULL,
  name       VARCHAR(80) NOT NULL,
  unit       VARCHAR(10) NOT NULL,
  low_milli  BIGINT      NOT NULL,
  high_milli BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE lab_sample (
  id       BIGINT       NOT NULL,
  patient  VARCHAR(200) NOT NULL,
  taken_at DATETIME     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE lab_measured (
  sample_id  BIGINT NOT NULL,
  analyte_id INT    NOT NULL,
  milli      BIGINT NOT NULL,
  PRIMARY KEY (sample_id, analyte_id)
) ENGINE = InnoDB;

-- Four values in each sample, of 390 analytes.
INSERT INTO lab_analyte (id, name, unit, low_milli, high_milli)
SELECT id, CONCAT(UPPER(LEFT(name, 1)), SUBSTRING(name, 2)), ELT(1 + id % 4, 'mg/l', 'ug/l', 'mmol/l', 'U/l'), 2000 + id * 7, 9000 + id * 31
  FROM tag WHERE id <= 390;
INSERT INTO lab_sample (id, patient, taken_at)
SELECT o.id, c.name, TIMESTAMPADD(MINUTE, o.id * 11, TIMESTAMP '2025-02-01 06:00:00')
  FROM customer_order AS o JOIN customer AS c ON c.id = o.customer_id WHERE o.id <= 7000 * @factor;
INSERT INTO lab_measured (sample_id, analyte_id, milli)
SELECT 1 + (id - 1) DIV 4, 1 + (id * 7 + id % 4 * 97) % 390, id * 7919 % 24000 FROM order_item WHERE id <= 28000 * @factor;
