-- A hospital's list of drugs. A new edition comes out twice a year.
DROP TABLE IF EXISTS formulary_edition, formulary_drug;
CREATE TABLE formulary_edition (
  number     INT          NOT NULL,
  valid_from DATE         NOT NULL,
  editor     VARCHAR(200) NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE formulary_drug (
  code     CHAR(8)      NOT NULL,
  name     VARCHAR(200) NOT NULL,
  agent    VARCHAR(60)  NOT NULL,
  strength VARCHAR(20)  NOT NULL,
  shelf    VARCHAR(10)  NOT NULL,
  advice   VARCHAR(200) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;

INSERT INTO formulary_edition (number, valid_from, editor)
SELECT c.id, DATE '2019-01-01' + INTERVAL c.id * 6 MONTH, c.name FROM customer AS c WHERE c.id <= 14;
INSERT INTO formulary_drug (code, name, agent, strength, shelf, advice)
SELECT CONCAT('F', LPAD(b.id, 7, '0')), CONCAT(ELT(1 + b.id % 7, 'Ran', 'Metro', 'Pan', 'Tor', 'Ebi', 'Novo', 'Lis'), ELT(1 + b.id DIV 7 % 6, 'olol', 'azol', 'pril', 'asem', 'itin', 'cillin'), ' ', b.id),
       ELT(1 + b.id % 6, 'metoprolol', 'pantoprazole', 'ramipril', 'torasemide', 'loratadine', 'amoxicillin'),
       CONCAT(5 * (1 + b.id % 40), ' mg'), CONCAT(CHAR(65 + b.id % 20), LPAD(b.id % 80, 2, '0')),
       ELT(1 + b.id % 4, 'Not with grapefruit juice. Check potassium once a week.', 'Before meals. May be crushed and given by a tube.',
           'Dose by weight; half of it when the kidneys are weak.', 'Ask the pharmacist before it is given with an anticoagulant.')
  FROM book AS b WHERE b.id <= 3000;
ANALYZE TABLE formulary_drug;
