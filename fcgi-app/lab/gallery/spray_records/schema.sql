-- The fields of a district, and what was sprayed on each in a season: about five treatments.
DROP TABLE IF EXISTS spray_inspector, spray_field, spray_treatment;
CREATE TABLE spray_inspector (
  id        BIGINT       NOT NULL,
  name      VARCHAR(200) NOT NULL,
  authority VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE spray_field (
  id         BIGINT       NOT NULL,
  farm       VARCHAR(200) NOT NULL,
  name       VARCHAR(100) NOT NULL,
  crop       VARCHAR(30)  NOT NULL,
  ares       BIGINT       NOT NULL,
  harvest_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE spray_treatment (
  field_id          BIGINT       NOT NULL,
  treated_on        DATE         NOT NULL,
  product           VARCHAR(100) NOT NULL,
  grams_per_hectare BIGINT       NOT NULL,
  wait_days         INT          NOT NULL,
  PRIMARY KEY (field_id, treated_on)
) ENGINE = InnoDB;

INSERT INTO spray_inspector (id, name, authority)
SELECT c.id, c.name, CONCAT('Plant Protection Service ', 1 + c.id % 4) FROM customer AS c WHERE c.id <= 40;
INSERT INTO spray_field (id, farm, name, crop, ares, harvest_on)
SELECT b.id, p.name, CONCAT(ELT(1 + b.id % 5, 'Long Acre', 'Mill Field', 'Upper Meadow', 'Stony Piece', 'By the Brook'), ' ', 1 + b.id % 30),
       ELT(1 + b.id % 4, 'winter wheat', 'barley', 'rape', 'sugar beet'), 80 + b.id * 31 % 1900, DATE '2025-07-10' + INTERVAL b.id % 40 DAY
  FROM book AS b JOIN publisher AS p ON p.id = 1 + b.id % 300 WHERE b.id <= 3000 * @factor;
INSERT INTO spray_treatment (field_id, treated_on, product, grams_per_hectare, wait_days)
SELECT 1 + id % (3000 * @factor), DATE '2025-03-10' + INTERVAL id DIV (3000 * @factor) * 19 + id % 7 DAY,
       ELT(1 + id % 6, 'Herbol 400', 'Fungistop', 'Rustaway', 'Aphicid', 'Stemshort', 'Slugbait'), 120 + id * 17 % 900, 14 + id % 5 * 14
  FROM order_item WHERE id <= 18000 * @factor AND id % 5 <> 0;
ANALYZE TABLE spray_field, spray_treatment;
