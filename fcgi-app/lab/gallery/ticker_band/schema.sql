-- The band of prices below the picture of a business channel: what runs in each programme, and the last prices.
DROP TABLE IF EXISTS band_programme, band_entry, band_price;
CREATE TABLE band_programme (
  id              INT         NOT NULL,
  name            VARCHAR(60) NOT NULL,
  pixels_a_second INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE band_entry (
  programme_id INT         NOT NULL,
  position     INT         NOT NULL,
  ticker       VARCHAR(12) NOT NULL,
  short_name   VARCHAR(60) NOT NULL,
  PRIMARY KEY (programme_id, position)
) ENGINE = InnoDB;
CREATE TABLE band_price (
  ticker   VARCHAR(12) NOT NULL,
  last_c   BIGINT      NOT NULL,
  before_c BIGINT      NOT NULL,
  PRIMARY KEY (ticker)
) ENGINE = InnoDB;

INSERT INTO band_programme (id, name, pixels_a_second) VALUES (1, 'Opening bell', 90), (2, 'Lunch table', 70), (3, 'Closing bell', 110), (4, 'Night loop', 60);
INSERT INTO band_entry (programme_id, position, ticker, short_name)
SELECT 1 + b.id % 4, b.id DIV 4, CONCAT('X', LPAD(HEX(1000 + b.id), 5, '0')), LEFT(p.name, 24)
  FROM book AS b JOIN publisher AS p ON p.id = 1 + b.id % 1000 WHERE b.id <= 3000 * @factor;
-- A few are suspended.
INSERT INTO band_price (ticker, last_c, before_c)
SELECT CONCAT('X', LPAD(HEX(1000 + b.id), 5, '0')), 900 + b.id * 7919 % 40000, 900 + (b.id + b.id % 3) * 7919 % 40000
  FROM book AS b WHERE b.id <= 3000 * @factor AND b.id % 97 <> 5;
ANALYZE TABLE band_entry, band_price;
