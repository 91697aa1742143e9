-- Two thousand codes of a classification, and what was found in patients over the years.
DROP TABLE IF EXISTS classified_condition, patient_finding;
CREATE TABLE classified_condition (
  code    CHAR(6)      NOT NULL,
  name    VARCHAR(300) NOT NULL,
  chapter VARCHAR(60)  NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;
CREATE TABLE patient_finding (
  patient_id INT         NOT NULL,
  number     INT         NOT NULL,
  found_on   DATE        NOT NULL,
  code       CHAR(6)     NOT NULL,
  certainty  VARCHAR(12) NOT NULL,
  PRIMARY KEY (patient_id, number)
) ENGINE = InnoDB;

INSERT INTO classified_condition (code, name, chapter)
SELECT CONCAT(CHAR(65 + b.id % 20 USING utf8mb4), LPAD(b.id, 5, '0')), CONCAT('Disorder of the ', b.title), CONCAT('Chapter ', 1 + b.id % 20)
  FROM book AS b WHERE b.id <= 2000;
-- Some codes are of an older edition of the classification, which has other names.
INSERT INTO patient_finding (patient_id, number, found_on, code, certainty)
SELECT p.id, f.id, TIMESTAMPADD(DAY, f.id * 9, DATE '2008-01-01'),
       IF((f.id + p.id) % 29 = 0, CONCAT('Z', 90000 + f.id % 40), CONCAT(CHAR(65 + (1 + (f.id * 7 + p.id * 31) % 2000) % 20 USING utf8mb4), LPAD(1 + (f.id * 7 + p.id * 31) % 2000, 5, '0'))),
       ELT(1 + f.id % 3, 'certain', 'suspected', 'excluded')
  FROM country AS p JOIN book AS f ON f.id <= 650 WHERE p.id <= 6 * @factor;
