DROP TABLE IF EXISTS currency_rate;
CREATE TABLE currency_rate (
  currency     CHAR(3) NOT NULL,
  per_thousand INT     NOT NULL,  -- units for 1,000 euros
  PRIMARY KEY (currency)
) ENGINE = InnoDB;
INSERT INTO currency_rate (currency, per_thousand)
VALUES ('EUR', 1000), ('GBP', 861), ('CHF', 947), ('PLN', 4280), ('SEK', 11310), ('USD', 1084), ('JPY', 163200);
