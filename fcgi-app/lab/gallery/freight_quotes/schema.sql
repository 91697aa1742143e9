-- Shipments that a forwarder is asked to carry, and its surcharges for the carrier's five zones.
DROP TABLE IF EXISTS quote_shipment, quote_surcharge;
CREATE TABLE quote_shipment (
  id         BIGINT       NOT NULL,
  shipper    VARCHAR(200) NOT NULL,
  product_id BIGINT       NOT NULL,
  pieces     INT          NOT NULL,
  kilograms  INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE quote_surcharge (
  zone          VARCHAR(20) NOT NULL,
  fuel_permille INT         NOT NULL,
  toll_cents    INT         NOT NULL,
  PRIMARY KEY (zone)
) ENGINE = InnoDB;

INSERT INTO quote_surcharge (zone, fuel_permille, toll_cents)
VALUES ('domestic', 60, 350), ('neighbours', 75, 900), ('continent', 95, 1400), ('overseas', 140, 0), ('islands', 180, 2600);
INSERT INTO quote_shipment (id, shipper, product_id, pieces, kilograms)
SELECT c.id, p.name, 1 + c.id * 7919 % 25000, 1 + c.id % 24, 5 + c.id * 31 % 900
  FROM customer AS c JOIN publisher AS p ON p.id = 1 + c.id % 700 WHERE c.id <= 2000 * @factor;
ANALYZE TABLE quote_shipment;
