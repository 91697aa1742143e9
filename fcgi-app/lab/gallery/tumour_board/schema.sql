-- The cases that a hospital's tumour board has discussed, with imaging, markers, and the doctors who referred them.
DROP TABLE IF EXISTS tumour_quarter, tumour_referrer, tumour_case, tumour_image, tumour_marker;
CREATE TABLE tumour_quarter (
  id   INT         NOT NULL,
  name VARCHAR(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tumour_referrer (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  fax  VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tumour_case (
  id          BIGINT       NOT NULL,
  quarter_id  INT          NOT NULL,
  born_year   INT          NOT NULL,
  diagnosis   VARCHAR(60)  NOT NULL,
  question    VARCHAR(200) NOT NULL,
  referrer_id INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tumour_case_quarter_id_id (quarter_id, id)
) ENGINE = InnoDB;
CREATE TABLE tumour_image (
  case_id  BIGINT      NOT NULL,
  taken_on DATE        NOT NULL,
  method   VARCHAR(10) NOT NULL,
  finding  VARCHAR(60) NOT NULL,
  PRIMARY KEY (case_id, taken_on, method)
) ENGINE = InnoDB;
CREATE TABLE tumour_marker (
  case_id BIGINT      NOT NULL,
  marker  VARCHAR(10) NOT NULL,
  milli   BIGINT      NOT NULL,
  PRIMARY KEY (case_id, marker)
) ENGINE = InnoDB;

INSERT INTO tumour_quarter (id, name) VALUES (1, 'Q1 2025'), (2, 'Q2 2025'), (3, 'Q3 2025'), (4, 'Q4 2025');
INSERT INTO tumour_referrer (id, name, fax) SELECT a.id, a.name, CONCAT('0', 300 + a.id, ' ', 10000 + a.id * 37) FROM author AS a WHERE a.id <= 240;
INSERT INTO tumour_case (id, quarter_id, born_year, diagnosis, question, referrer_id)
SELECT o.id, 1 + o.id % 4, 1935 + o.customer_id % 60,
       CONCAT(ELT(1 + o.id * 5 % 6, 'breast', 'colon', 'lung', 'prostate', 'kidney', 'melanoma'), ', stage ', ELT(1 + o.id % 4, 'I', 'II', 'III', 'IV')),
       ELT(1 + o.id * 3 % 5, 'Operation first?', 'Adjuvant chemotherapy?', 'Radiation, and to which dose?', 'Trial for which the patient qualifies?',
           'Best supportive care?'), 1 + o.id * 31 % 240
  FROM customer_order AS o WHERE o.id <= 3000 * @factor;
INSERT INTO tumour_image (case_id, taken_on, method, finding)
SELECT 1 + i.id % (3000 * @factor), DATE '2025-12-20' - INTERVAL i.id % 300 DAY, ELT(1 + i.id DIV (3000 * @factor), 'CT', 'MRI', 'PET', 'X-ray'),
       ELT(1 + i.id * 7 % 5, 'no progress', 'smaller', 'new lesion', 'stable', 'unclear, control')
  FROM order_item AS i WHERE i.id < 12000 * @factor AND i.id % 5 <> 1;
INSERT INTO tumour_marker (case_id, marker, milli)
SELECT 1 + i.id % (3000 * @factor), ELT(1 + i.id DIV (3000 * @factor), 'CEA', 'CA 19-9', 'PSA'), 400 + i.id * 7919 % 90000
  FROM order_item AS i WHERE i.id < 9000 * @factor AND i.id % 7 <> 3;
ANALYZE TABLE tumour_case, tumour_image, tumour_marker;
