-- A dental practice: patients, their visits, and the X-rays that were taken.
DROP TABLE IF EXISTS dental_patient, dental_visit, dental_xray;
CREATE TABLE dental_patient (
  id      BIGINT       NOT NULL,
  name    VARCHAR(200) NOT NULL,
  born_on DATE         NOT NULL,
  note    VARCHAR(100) NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE dental_visit (
  patient_id BIGINT      NOT NULL,
  held_on    DATE        NOT NULL,
  dentist    VARCHAR(40) NOT NULL,
  treatment  VARCHAR(60) NOT NULL,
  PRIMARY KEY (patient_id, held_on)
) ENGINE = InnoDB;
CREATE TABLE dental_xray (
  id           BIGINT       NOT NULL,
  patient_id   BIGINT       NOT NULL,
  taken_at     DATETIME     NOT NULL,
  tooth        INT          NOT NULL,  -- FDI notation; 0 for a panorama
  view_name    VARCHAR(20)  NOT NULL,
  microsievert INT          NOT NULL,
  finding      VARCHAR(200) NULL,
  PRIMARY KEY (id),
  KEY idx_dental_xray_taken_at_patient_id (taken_at, patient_id)  -- the radiology log, day by day
) ENGINE = InnoDB;

INSERT INTO dental_patient (id, name, born_on, note)
SELECT c.id, c.name, DATE '1940-01-01' + INTERVAL c.id * 7919 % 28000 DAY, IF(c.id % 17 = 3, 'allergic to latex', NULL)
  FROM customer AS c WHERE c.id <= 2500 * @factor;
INSERT INTO dental_visit (patient_id, held_on, dentist, treatment)
SELECT 1 + i.id % (2500 * @factor), DATE '2025-12-30' - INTERVAL i.id DIV (2500 * @factor) * 61 + i.id % 50 DAY, ELT(1 + i.id % 3, 'Dr Asare', 'Dr Lindqvist', 'Dr Moreau'),
       ELT(1 + i.id * 7 % 6, 'check-up', 'filling', 'root canal', 'scaling', 'crown fitted', 'extraction')
  FROM order_item AS i WHERE i.id <= 20000 * @factor;
INSERT INTO dental_xray (id, patient_id, taken_at, tooth, view_name, microsievert, finding)
SELECT i.id, 1 + i.id * 7919 % (2500 * @factor), TIMESTAMPADD(MINUTE, i.id * 94 DIV @factor, TIMESTAMP '2020-09-01 07:30:00'),
       IF(i.id % 6 = 0, 0, 10 * (1 + i.id % 4) + 1 + i.id * 5 % 8), IF(i.id % 6 = 0, 'panorama', ELT(1 + i.id % 2, 'bitewing', 'periapical')),
       IF(i.id % 6 = 0, 17, 5), ELT(1 + i.id * 11 % 7, 'caries, mesial', 'no findings', NULL, 'bone loss', 'root filling tight', NULL, 'impacted')
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
ANALYZE TABLE dental_visit, dental_xray;
