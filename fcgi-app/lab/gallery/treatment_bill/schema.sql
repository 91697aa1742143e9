-- Bills of a physiotherapy practice. The regions agree on the value of a point.
DROP TABLE IF EXISTS therapy_patient, therapy_session, therapy_material, therapy_point_value;
CREATE TABLE therapy_patient (
  id     INT          NOT NULL,
  name   VARCHAR(200) NOT NULL,
  region VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE therapy_session (
  patient_id INT         NOT NULL,
  number     INT         NOT NULL,
  held_on    DATE        NOT NULL,
  treatment  VARCHAR(60) NOT NULL,
  points     INT         NOT NULL,
  PRIMARY KEY (patient_id, number)
) ENGINE = InnoDB;
CREATE TABLE therapy_material (
  patient_id INT         NOT NULL,
  number     INT         NOT NULL,
  material   VARCHAR(80) NOT NULL,
  pieces     INT         NOT NULL,
  points     INT         NOT NULL,
  PRIMARY KEY (patient_id, number)
) ENGINE = InnoDB;
CREATE TABLE therapy_point_value (
  region     VARCHAR(20) NOT NULL,
  valid_from DATE        NOT NULL,
  cents      INT         NOT NULL,
  PRIMARY KEY (region, valid_from)
) ENGINE = InnoDB;

INSERT INTO therapy_patient (id, name, region)
SELECT id, name, ELT(1 + id % 4, 'north', 'lakes', 'valley', 'city') FROM customer WHERE id <= 20 * @factor;
INSERT INTO therapy_session (patient_id, number, held_on, treatment, points)
SELECT p.id, b.id, TIMESTAMPADD(DAY, b.id, DATE '2025-01-02'), ELT(1 + (b.id + p.id) % 4, 'Gymnastics', 'Massage', 'Lymphatic drainage', 'Traction'), 30 + (b.id + p.id) % 4 * 11
  FROM therapy_patient AS p JOIN book AS b ON b.id <= 24;
INSERT INTO therapy_material (patient_id, number, material, pieces, points)
SELECT p.id, i.id, i.name, 1 + (i.id + p.id) % 3, 2 + (i.id * 7 + p.id) % 40
  FROM therapy_patient AS p JOIN indexed_product AS i ON i.id <= 650;
INSERT INTO therapy_point_value (region, valid_from, cents)
SELECT ELT(r.id, 'north', 'lakes', 'valley', 'city'), TIMESTAMPADD(YEAR, y.id, DATE '2019-01-01'), 90 + r.id * 3 + y.id * 2
  FROM country AS r JOIN tag AS y ON y.id <= 6 WHERE r.id <= 4;
