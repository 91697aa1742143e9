-- Houses, four packages of parts for houses up to a size, and grants for houses that were built before some year.
DROP TABLE IF EXISTS heat_house, heat_package_part, heat_grant;
CREATE TABLE heat_house (
  id            BIGINT       NOT NULL,
  owner         VARCHAR(200) NOT NULL,
  country_id    BIGINT       NOT NULL,
  square_metres BIGINT       NOT NULL,
  built         BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE heat_package_part (
  up_to_square_metres BIGINT       NOT NULL,
  position            BIGINT       NOT NULL,
  part                VARCHAR(20)  NOT NULL,
  sku                 VARCHAR(20)  NOT NULL,
  name                VARCHAR(200) NOT NULL,
  PRIMARY KEY (up_to_square_metres, position)
) ENGINE = InnoDB;
CREATE TABLE heat_grant (
  built_before BIGINT       NOT NULL,
  title        VARCHAR(100) NOT NULL,
  percent      BIGINT       NOT NULL,
  PRIMARY KEY (built_before)
) ENGINE = InnoDB;
INSERT INTO heat_house (id, owner, country_id, square_metres, built)
SELECT id, name, country_id, 60 + id * 31 % 240, 1900 + id * 17 % 120 FROM customer WHERE id <= 2000 * @factor;
INSERT INTO heat_package_part (up_to_square_metres, position, part, sku, name)
SELECT 90 + size.id * 60, part.id, ELT(part.id, 'pump', 'tank', 'controller'), p.sku, CONCAT('Model ', size.id, '-', part.id)
  FROM tag AS size JOIN tag AS part ON part.id <= 3 JOIN indexed_product AS p ON p.id = 100 + size.id * 41 + part.id * 7
 WHERE size.id <= 4;
INSERT INTO heat_grant (built_before, title, percent) VALUES
  (1950, 'Bonus for monuments', 10), (1980, 'Grant for old houses', 20), (2030, 'Basic grant', 25);
