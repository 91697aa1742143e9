-- Passes for cities with ten sights each, and the last thousand that were sold.
DROP TABLE IF EXISTS city_pass_type, city_sight, city_pass_sold;
CREATE TABLE city_pass_type (
  id         INT          NOT NULL,
  city       VARCHAR(200) NOT NULL,
  title      VARCHAR(60)  NOT NULL,
  days       INT          NOT NULL,
  product_id BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE city_sight (
  pass_type_id INT          NOT NULL,
  position     INT          NOT NULL,
  name         VARCHAR(200) NOT NULL,
  saves_cents  INT          NOT NULL,
  PRIMARY KEY (pass_type_id, position)
) ENGINE = InnoDB;
CREATE TABLE city_pass_sold (
  id           BIGINT      NOT NULL AUTO_INCREMENT,
  pass_type_id INT         NOT NULL,
  customer_id  BIGINT      NOT NULL,
  cents        BIGINT      NOT NULL,
  reference    VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO city_pass_type (id, city, title, days, product_id)
SELECT id, CONCAT('Capital of ', name), ELT(1 + id % 3, 'Museums and trams', 'All sights', 'By the water'), 1 + id % 5, 1 + id * 131 % 25000
  FROM country WHERE id <= 120;
INSERT INTO city_sight (pass_type_id, position, name, saves_cents)
SELECT c.id, t.id, CONCAT('Museum of ', t.name), 400 + (c.id * 7 + t.id * 31) % 30 * 50
  FROM city_pass_type AS c JOIN tag AS t ON t.id <= 10;
