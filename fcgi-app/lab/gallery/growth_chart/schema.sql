-- Young animals of three veterinary practices, and what such animals weigh by week. Each species has a table from its own source.
DROP TABLE IF EXISTS young_patient, puppy_curve, kitten_curve, rabbit_curve, foal_curve;
CREATE TABLE young_patient (
  id          BIGINT       NOT NULL,
  practice_id INT          NOT NULL,
  next_visit  DATE         NOT NULL,
  name        VARCHAR(60)  NOT NULL,
  owner       VARCHAR(200) NOT NULL,
  species     VARCHAR(10)  NOT NULL,
  week        INT          NOT NULL,
  grams       INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_young_patient_practice_id_next_visit_id (practice_id, next_visit, id)
) ENGINE = InnoDB;
CREATE TABLE puppy_curve (week INT NOT NULL, low INT NOT NULL, middle INT NOT NULL, high INT NOT NULL, PRIMARY KEY (week)) ENGINE = InnoDB;
CREATE TABLE kitten_curve (week INT NOT NULL, low INT NOT NULL, middle INT NOT NULL, high INT NOT NULL, PRIMARY KEY (week)) ENGINE = InnoDB;
CREATE TABLE rabbit_curve (week INT NOT NULL, low INT NOT NULL, middle INT NOT NULL, high INT NOT NULL, PRIMARY KEY (week)) ENGINE = InnoDB;
CREATE TABLE foal_curve (week INT NOT NULL, low INT NOT NULL, middle INT NOT NULL, high INT NOT NULL, PRIMARY KEY (week)) ENGINE = InnoDB;

INSERT INTO young_patient (id, practice_id, next_visit, name, owner, species, week, grams)
SELECT c.id, 1 + c.id % 3, DATE '2026-01-05' + INTERVAL c.id * 7 % 120 DAY, t.name, c.name, ELT(1 + (c.id DIV 3 + c.id DIV 120) % 4, 'puppy', 'kitten', 'rabbit', 'foal'), 1 + c.id * 11 % 50,
       ELT(1 + (c.id DIV 3 + c.id DIV 120) % 4, 400, 110, 60, 52000) + (1 + c.id * 11 % 50) * ELT(1 + (c.id DIV 3 + c.id DIV 120) % 4, 430, 70, 38, 4100) * (80 + c.id % 40) DIV 100
  FROM customer AS c JOIN tag AS t ON t.id = 1 + c.id * 3 % 500 WHERE c.id <= 2400 * @factor;
INSERT INTO puppy_curve (week, low, middle, high) SELECT id, 350 + id * 330, 400 + id * 430, 470 + id * 540 FROM tag WHERE id <= 60;
INSERT INTO kitten_curve (week, low, middle, high) SELECT id, 90 + id * 58, 110 + id * 70, 130 + id * 84 FROM tag WHERE id <= 60;
INSERT INTO rabbit_curve (week, low, middle, high) SELECT id, 50 + id * 30, 60 + id * 38, 70 + id * 46 FROM tag WHERE id <= 60;
INSERT INTO foal_curve (week, low, middle, high) SELECT id, 46000 + id * 3500, 52000 + id * 4100, 58000 + id * 4700 FROM tag WHERE id <= 60;
ANALYZE TABLE young_patient;
