-- The currency in which each customer wants to see prices. Customer 0 is a visitor who is not signed in.
DROP TABLE IF EXISTS customer_setting;
DROP TABLE IF EXISTS currency;
CREATE TABLE currency (
  code           CHAR(3) NOT NULL,
  per_1000_euros INT     NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;

INSERT INTO currency (code, per_1000_euros) VALUES
  ('CHF', 941), ('EUR', 1000), ('GBP', 867), ('PLN', 4273), ('SEK', 11486), ('USD', 1082);

CREATE TABLE customer_setting (
  customer_id BIGINT  NOT NULL,
  currency    CHAR(3) NOT NULL,
  PRIMARY KEY (customer_id),
  KEY idx_customer_setting_currency (currency),
  CONSTRAINT fk_customer_setting_currency FOREIGN KEY (currency) REFERENCES currency (code)
) ENGINE = InnoDB;

INSERT INTO customer_setting (customer_id, currency) VALUES (0, 'EUR');
INSERT INTO customer_setting (customer_id, currency)
SELECT id, ELT(1 + id % 6, 'USD', 'GBP', 'SEK', 'CHF', 'PLN', 'EUR') FROM customer;
