DROP TABLE IF EXISTS sign_in_address;
CREATE TABLE sign_in_address (
  customer_id  BIGINT       NOT NULL,
  email        VARCHAR(200) NOT NULL,
  confirmed_on DATE         NOT NULL,
  email_key    VARCHAR(200) GENERATED ALWAYS AS (LOWER(email)) STORED,
  PRIMARY KEY (customer_id),
  KEY idx_sign_in_address_email_key (email_key)
) ENGINE = InnoDB;
INSERT INTO sign_in_address (customer_id, email, confirmed_on)
SELECT id, CONCAT(IF(id % 3 = 0, 'Reader', 'reader'), id, IF(id % 5 = 0, '@Example.com', '@example.com')),
       TIMESTAMPADD(DAY, id % 1000, DATE '2023-01-02')
  FROM customer;
