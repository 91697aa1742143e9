-- Five veterinary practices: their patients, what laboratories report about them, and today's appointments.
DROP TABLE IF EXISTS vet_house, vet_patient, vet_lab_report, vet_slot;
CREATE TABLE vet_house (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vet_patient (
  id      BIGINT       NOT NULL,
  name    VARCHAR(60)  NOT NULL,
  species VARCHAR(20)  NOT NULL,
  owner   VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vet_lab_report (
  id          BIGINT      NOT NULL,
  practice_id INT         NOT NULL,
  patient_id  BIGINT      NOT NULL,
  reported_at DATETIME    NOT NULL,
  is_alarming BOOL        NOT NULL,
  test        VARCHAR(30) NOT NULL,
  result      VARCHAR(60) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_vet_lab_report_practice_id (practice_id)
) ENGINE = InnoDB;
CREATE TABLE vet_slot (
  practice_id INT         NOT NULL,
  at_min      INT         NOT NULL,
  patient_id  BIGINT      NOT NULL,
  reason      VARCHAR(40) NOT NULL,
  PRIMARY KEY (practice_id, at_min)
) ENGINE = InnoDB;

INSERT INTO vet_house (id, name) SELECT id, CONCAT('Veterinary practice ', name) FROM author WHERE id <= 5;
INSERT INTO vet_patient (id, name, species, owner)
SELECT c.id, t.name, ELT(1 + c.id % 5, 'dog', 'cat', 'dog', 'rabbit', 'horse'), c.name
  FROM customer AS c JOIN tag AS t ON t.id = 1 + c.id * 7 % 500 WHERE c.id <= 2500 * @factor;
INSERT INTO vet_lab_report (id, practice_id, patient_id, reported_at, is_alarming, test, result)
SELECT r.id, 1 + r.id % 5, 1 + r.id * 13 % (2500 * @factor), TIMESTAMPADD(MINUTE, r.id * 7919 % 1500000, TIMESTAMP '2023-02-01 07:00:00'), r.id % 23 = 0,
       ELT(1 + r.id % 6, 'blood count', 'creatinine', 'T4', 'urine', 'parasites', 'cytology'),
       CONCAT(ELT(1 + r.id % 4, 'within range', 'slightly raised', 'low', 'repeat in two weeks'), ', ', r.id % 90, '.', r.id % 10)
  FROM review AS r WHERE r.id <= 30000 * @factor;
INSERT INTO vet_slot (practice_id, at_min, patient_id, reason)
SELECT p.id, 480 + t.id * 20, 1 + (p.id * 400 + t.id * 31) % 2500, ELT(1 + t.id % 4, 'vaccination', 'limps', 'teeth', 'check after surgery')
  FROM vet_house AS p JOIN tag AS t ON t.id <= 18;
ANALYZE TABLE vet_lab_report, vet_patient;
