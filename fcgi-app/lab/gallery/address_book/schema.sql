-- One table per region, because the regions have different owners and rules of retention.
DROP TABLE IF EXISTS address_europe, address_america, address_elsewhere;
CREATE TABLE address_europe (
  id          BIGINT       NOT NULL,
  customer_id BIGINT       NOT NULL,
  recipient   VARCHAR(200) NOT NULL,
  street      VARCHAR(200) NOT NULL,
  country_id  BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_address_customer_id (customer_id, id)
) ENGINE = InnoDB;
CREATE TABLE address_america LIKE address_europe;
CREATE TABLE address_elsewhere LIKE address_europe;

-- Customer 998 sends parcels for the others, so half of the addresses are in that account.
INSERT INTO address_europe (id, customer_id, recipient, street, country_id)
SELECT id, IF(id % 2 = 0, 998, id), name, CONCAT(1 + id % 190, ' High Street'), country_id
  FROM customer WHERE country_id % 3 = 0;
INSERT INTO address_america (id, customer_id, recipient, street, country_id)
SELECT id, IF(id % 2 = 0, 998, id), name, CONCAT(1 + id % 190, ' Lake Avenue'), country_id
  FROM customer WHERE country_id % 3 = 1;
INSERT INTO address_elsewhere (id, customer_id, recipient, street, country_id)
SELECT id, IF(id % 2 = 0, 998, id), name, CONCAT(1 + id % 190, ' Station Road'), country_id
  FROM customer WHERE country_id % 3 = 2;
