-- Invoices of a translation agency's offices, 2,600 in each. A larger database has more offices.
DROP TABLE IF EXISTS linguist_office, linguist_invoice;
CREATE TABLE linguist_office (
  id      INT          NOT NULL,
  name    VARCHAR(100) NOT NULL,
  account VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE linguist_invoice (
  office_id      INT          NOT NULL,
  number         INT          NOT NULL,
  client         VARCHAR(200) NOT NULL,
  languages      VARCHAR(20)  NOT NULL,
  words          INT          NOT NULL,
  cents_per_word INT          NOT NULL,
  handed_over_at DATETIME(6)  NULL,
  PRIMARY KEY (office_id, number)
) ENGINE = InnoDB;

INSERT INTO linguist_office (id, name, account) SELECT id, CONCAT('Office ', name), LPAD(id * 104729, 10, '0') FROM country WHERE id <= 5 * @factor;
INSERT INTO linguist_invoice (office_id, number, client, languages, words, cents_per_word)
SELECT 1 + (i.id - 1) DIV 2600, 1 + (i.id - 1) % 2600, p.name, ELT(1 + i.id % 5, 'en-de', 'en-fr', 'de-pl', 'fr-it', 'sv-en'), 120 + i.id * 7919 % 9000, 9 + i.id % 9
  FROM order_item AS i JOIN publisher AS p ON p.id = 1 + i.id * 13 % 1000 WHERE i.id <= 13000 * @factor;
ANALYZE TABLE linguist_invoice;
