-- Who was admitted to two hospitals.
DROP TABLE IF EXISTS hl7_hospital, hl7_admission;
CREATE TABLE hl7_hospital (
  id   INT         NOT NULL,
  code VARCHAR(10) NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hl7_admission (
  id             BIGINT       NOT NULL,
  hospital_id    INT          NOT NULL,
  patient_number BIGINT       NOT NULL,
  family_name    VARCHAR(200) NOT NULL,
  given_name     VARCHAR(60)  NOT NULL,
  born_on        DATE         NOT NULL,
  sex            CHAR(1)      NOT NULL,
  ward           VARCHAR(10)  NOT NULL,
  bed            INT          NOT NULL,
  doctor         VARCHAR(200) NOT NULL,
  insurer        VARCHAR(60)  NOT NULL,
  diagnosis      CHAR(5)      NOT NULL,
  admitted_at    DATETIME     NOT NULL,
  PRIMARY KEY (id),
  KEY idx_hl7_admission_hospital_id_id (hospital_id, id)
) ENGINE = InnoDB;

INSERT INTO hl7_hospital (id, code, name) VALUES (1, 'NORD', 'Hospital North'), (2, 'MARTHA', 'St Martha & St John');
INSERT INTO hl7_admission (id, hospital_id, patient_number, family_name, given_name, born_on, sex, ward, bed, doctor, insurer, diagnosis, admitted_at)
SELECT o.id, 1 + o.id % 2, 100000 + o.customer_id, SUBSTRING_INDEX(c.name, ' ', -1), LEFT(SUBSTRING_INDEX(c.name, ' ', 1), 60),
       DATE '1930-01-01' + INTERVAL o.customer_id * 7919 % 34000 DAY, ELT(1 + o.customer_id % 2, 'F', 'M'),
       ELT(1 + o.id % 7, 'ICU', 'A1', 'A2', 'B1', 'B3', 'C2', 'D4'), 1 + o.id * 13 % 40, a.name, ELT(1 + o.customer_id % 5, 'AOK & Co', 'Helvita', 'Public Fund', 'Seamen^s Fund', 'None'),
       CONCAT(ELT(1 + o.id * 5 % 8, 'I21', 'S72', 'J18', 'K35', 'N20', 'C34', 'I63', 'E11'), '.', o.id % 10), TIMESTAMPADD(MINUTE, o.id * 37 DIV @factor, TIMESTAMP '2025-03-01 00:10:00')
  FROM customer_order AS o JOIN customer AS c ON c.id = o.customer_id JOIN author AS a ON a.id = 1 + o.id % 300 WHERE o.id <= 10000 * @factor;
ANALYZE TABLE hl7_admission;
