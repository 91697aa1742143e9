-- What breweries sent out, for the customs office that collects the duty on beer. A thousandth of the extract is one unit of plato_m.
DROP TABLE IF EXISTS duty_brewery, duty_dispatch;
CREATE TABLE duty_brewery (
  id     INT          NOT NULL,
  name   VARCHAR(200) NOT NULL,
  permit CHAR(13)     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE duty_dispatch (
  id         BIGINT       NOT NULL,
  brewery_id INT          NOT NULL,
  sent_on    DATE         NOT NULL,
  customer   VARCHAR(200) NOT NULL,
  beer       VARCHAR(20)  NOT NULL,
  plato_m    INT          NOT NULL,
  litres     BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_duty_dispatch_brewery_id_id (brewery_id, id)
) ENGINE = InnoDB;

INSERT INTO duty_brewery (id, name, permit) SELECT id, CONCAT('Brewery ', name), CONCAT('DE', LPAD(id * 9973, 11, '0')) FROM publisher WHERE id <= 2;
INSERT INTO duty_dispatch (id, brewery_id, sent_on, customer, beer, plato_m, litres)
SELECT i.id, 1 + (i.id % 5 = 0), DATE '2025-01-01' + INTERVAL i.id % 365 DAY, c.name, ELT(1 + i.id % 5, 'lager', 'wheat', 'bock', 'light', 'dark'),
       ELT(1 + i.id % 5, 11800, 12600, 16700, 7800, 12900), 50 + i.id * 37 % 2400
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 7 % (2500 * @factor) WHERE i.id <= 30000 * @factor;
ANALYZE TABLE duty_dispatch;
