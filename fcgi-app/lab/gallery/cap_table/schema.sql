-- Share registers of start-ups: 400 entries and forty holders each. A larger database has more companies.
DROP TABLE IF EXISTS venture_company, venture_holder, venture_entry;
CREATE TABLE venture_company (
  id       INT          NOT NULL,
  name     VARCHAR(200) NOT NULL,
  country  VARCHAR(100) NOT NULL,
  currency CHAR(3)      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE venture_holder (
  company_id INT          NOT NULL,
  number     INT          NOT NULL,
  name       VARCHAR(200) NOT NULL,
  PRIMARY KEY (company_id, number)
) ENGINE = InnoDB;
CREATE TABLE venture_entry (
  company_id INT         NOT NULL,
  number     INT         NOT NULL,
  kind       VARCHAR(10) NOT NULL,
  holder     INT         NOT NULL,
  other      INT         NULL,
  amount     BIGINT      NOT NULL,
  cents      BIGINT      NOT NULL,
  PRIMARY KEY (company_id, number)
) ENGINE = InnoDB;

INSERT INTO venture_company (id, name, country, currency)
SELECT p.id, CONCAT(p.name, ' Technologies'), k.name, ELT(1 + p.id % 3, 'EUR', 'USD', 'GBP') FROM publisher AS p JOIN country AS k ON k.id = p.country_id
 WHERE p.id <= 60 * @factor;
INSERT INTO venture_holder (company_id, number, name)
SELECT v.id, c.id, CONCAT(c.name, IF(c.id % 5 = 0, ' Ventures', '')) FROM venture_company AS v JOIN customer AS c ON c.id <= 40;
INSERT INTO venture_entry (company_id, number, kind, holder, other, amount, cents)
SELECT v.id, n.id, IF(n.id % 150 = 0, 'split', IF(n.id <= 40 OR n.id % 7 = 0, 'issue', 'transfer')), 1 + n.id * 13 % 40,
       IF(n.id % 150 = 0 OR n.id <= 40 OR n.id % 7 = 0, NULL, 1 + (n.id * 31 + v.id) % 40), IF(n.id % 150 = 0, 10, 100 + n.id * 7919 % 5000),
       IF(n.id <= 40 OR n.id % 7 = 0, 10000 + n.id * 104729 % 900000, 0)
  FROM venture_company AS v JOIN book AS n ON n.id <= 400;
ANALYZE TABLE venture_entry, venture_holder;
