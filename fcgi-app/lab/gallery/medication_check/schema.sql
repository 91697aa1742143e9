-- Drugs with their agents, interactions of agents, and the plans of patients, with six to ten drugs each.
DROP TABLE IF EXISTS med_patient, med_drug, med_plan, med_interaction;
CREATE TABLE med_patient (
  id          BIGINT       NOT NULL,
  name        VARCHAR(200) NOT NULL,
  weight_kg   INT          NOT NULL,
  is_pregnant BOOL         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE med_drug (
  id                BIGINT       NOT NULL,
  name              VARCHAR(100) NOT NULL,
  agent_id          BIGINT       NOT NULL,
  max_milligrams    INT          NOT NULL,
  not_when_pregnant BOOL         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE med_plan (
  patient_id  BIGINT NOT NULL,
  drug_id     BIGINT NOT NULL,
  milligrams  INT    NOT NULL,
  times_a_day INT    NOT NULL,
  PRIMARY KEY (patient_id, drug_id)
) ENGINE = InnoDB;
CREATE TABLE med_interaction (
  agent_id BIGINT       NOT NULL,
  other_id BIGINT       NOT NULL,
  grade    INT          NOT NULL,
  advice   VARCHAR(120) NOT NULL,
  PRIMARY KEY (agent_id, other_id)
) ENGINE = InnoDB;

INSERT INTO med_patient (id, name, weight_kg, is_pregnant)
SELECT c.id, c.name, 38 + c.id * 7 % 70, c.id % 23 = 0 FROM customer AS c WHERE c.id <= 2400 * @factor;
INSERT INTO med_drug (id, name, agent_id, max_milligrams, not_when_pregnant)
SELECT b.id, CONCAT(ELT(1 + b.id % 6, 'Cardi', 'Pulmo', 'Nephro', 'Gastri', 'Neuro', 'Derma'), ELT(1 + b.id DIV 6 % 5, 'val', 'zol', 'tan', 'mab', 'cor'), ' ', 10 * (1 + b.id % 30)),
       1 + b.id % 180, 80 + b.id * 31 % 900, b.id % 8 = 0
  FROM book AS b WHERE b.id <= 1500;
INSERT INTO med_plan (patient_id, drug_id, milligrams, times_a_day)
SELECT p.id, 1 + (p.id * 131 + t.id * 97) % 1500, 10 * (1 + (p.id + t.id) % 30), 1 + t.id % 3
  FROM med_patient AS p JOIN tag AS t ON t.id <= 6 + p.id % 5;
INSERT INTO med_interaction (agent_id, other_id, grade, advice)
SELECT a.id, b.id, 1 + (a.id + b.id) % 4, ELT(1 + (a.id + b.id) % 4, 'No more than a note.', 'Two hours between them.', 'Check the blood pressure daily.', 'Use another one.')
  FROM tag AS a JOIN tag AS b ON b.id > a.id WHERE b.id <= 180 AND (a.id * 7 + b.id * 13) % 9 = 0;
ANALYZE TABLE med_drug, med_plan, med_interaction;
