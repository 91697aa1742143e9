-- Number ranges of invoices, and the invoices issued last. A new one takes the place of the one 4,000 numbers before it.
DROP TABLE IF EXISTS invoice_range, issued_invoice;
CREATE TABLE invoice_range (
  series      BIGINT NOT NULL,
  last_number BIGINT NOT NULL,
  PRIMARY KEY (series)
) ENGINE = InnoDB;
CREATE TABLE issued_invoice (
  place     BIGINT NOT NULL,
  series    BIGINT NOT NULL,
  number    BIGINT NOT NULL,
  order_id  BIGINT NOT NULL,
  net_cents BIGINT NOT NULL,
  vat_cents BIGINT NOT NULL,
  PRIMARY KEY (place)
) ENGINE = InnoDB;

INSERT INTO invoice_range (series, last_number) VALUES (1, 104120), (2, 88011), (3, 20350), (4, 999);
INSERT INTO issued_invoice (place, series, number, order_id, net_cents, vat_cents)
SELECT 4000 * invoices.series + id % 4000, invoices.series, invoices.last_number - 4000 + id, id, 1990 + id * 7 % 9000, 139
  FROM customer_order JOIN invoice_range AS invoices WHERE id <= 4000;
