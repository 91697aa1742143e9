-- A surgery's patients and their appointments, and the register of those who have health insurance.
DROP TABLE IF EXISTS surgery_patient, surgery_insurer, surgery_visit, surgery_card_check, insured_member;
CREATE TABLE surgery_insurer (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE surgery_patient (
  id         BIGINT       NOT NULL,
  name       VARCHAR(200) NOT NULL,
  insurer_id INT          NOT NULL,
  card_no    CHAR(10)     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE surgery_visit (
  patient_id BIGINT      NOT NULL,
  visit_on   DATE        NOT NULL,
  starts_at  TIME        NOT NULL,
  doctor     VARCHAR(60) NOT NULL,
  reason     VARCHAR(60) NOT NULL,
  PRIMARY KEY (patient_id, visit_on, starts_at)
) ENGINE = InnoDB;
CREATE TABLE surgery_card_check (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  patient_id BIGINT      NOT NULL,
  is_covered BOOL        NOT NULL,
  checked_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE insured_member (
  card_no     CHAR(10) NOT NULL,
  valid_until DATE     NOT NULL,
  is_exempt   BOOL     NOT NULL,
  PRIMARY KEY (card_no)
) ENGINE = InnoDB;

INSERT INTO surgery_insurer (id, name) SELECT id, CONCAT(name, ' health fund') FROM country WHERE id <= 90;
INSERT INTO surgery_patient (id, name, insurer_id, card_no)
SELECT id, name, 1 + id * 7 % 90, CONCAT(CHAR(65 + id % 26 USING utf8mb4), LPAD(id * 7919 % 1000000007, 9, '0')) FROM customer;
INSERT INTO insured_member (card_no, valid_until, is_exempt)
SELECT card_no, DATE '2025-10-01' + INTERVAL id * 31 % 1400 DAY, id % 11 = 0 FROM surgery_patient WHERE id % 37 <> 5;
INSERT INTO surgery_visit (patient_id, visit_on, starts_at, doctor, reason)
SELECT p.id, DATE '2026-01-05' + INTERVAL p.id * 13 % 3 DAY, SEC_TO_TIME(28800 + p.id * 7 % 36 * 600),
       CONCAT('Dr ', ELT(1 + p.id % 4, 'Okonjo', 'Halloran', 'Kallio', 'Laskaris')),
       ELT(1 + p.id % 5, 'blood pressure', 'cough', 'vaccination', 'results', 'back pain')
  FROM surgery_patient AS p;
ANALYZE TABLE surgery_patient, surgery_visit, insured_member;
