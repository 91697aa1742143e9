-- Companies of a country and the twelve courts that keep the register.
DROP TABLE IF EXISTS registered_company, registered_court;
CREATE TABLE registered_court (
  seat      VARCHAR(40) NOT NULL,
  court     VARCHAR(80) NOT NULL,
  fee_cents INT         NOT NULL,
  PRIMARY KEY (seat)
) ENGINE = InnoDB;
CREATE TABLE registered_company (
  number        BIGINT       NOT NULL,
  name          VARCHAR(200) NOT NULL,
  form          VARCHAR(20)  NOT NULL,
  seat          VARCHAR(40)  NOT NULL,
  registered_on DATE         NOT NULL,
  dissolved_on  DATE         NULL,
  PRIMARY KEY (number),
  KEY idx_registered_company_name (name, number)
) ENGINE = InnoDB;

INSERT INTO registered_court (seat, court, fee_cents)
SELECT CONCAT('District ', CHAR(64 + id USING utf8mb4)), CONCAT('Court of Commerce ', id), 400 + id % 4 * 150 FROM country WHERE id <= 12;
INSERT INTO registered_company (number, name, form, seat, registered_on, dissolved_on)
SELECT i.id,
       CONCAT(ELT(1 + i.id % 5, 'United ', 'First ', '', 'Royal ', 'New '),
              ELT(1 + i.id * 7 DIV 5 % 20, 'North', 'South', 'Harbour', 'Hill', 'Lake', 'Wood', 'Stone', 'Iron', 'Silver', 'Copper', 'Glass', 'Sand', 'Field', 'River', 'Star', 'Wind', 'Oak', 'Light', 'Bridge', 'Mill'),
              ELT(1 + i.id DIV 100 % 20, 'works', 'build', 'freight', 'house', 'trade', 'tech', 'haul', 'print', 'cast', 'form', 'yard', 'mill', 'farm', 'mart', 'brew', 'cloth', 'hide', 'paper', 'wire', 'brick'),
              IF(i.id % 3 = 0, CONCAT(' ', t.name), '')),
       ELT(1 + i.id % 4, 'Ltd', 'plc', 'and Sons', 'Cooperative'), CONCAT('District ', CHAR(65 + i.id % 12 USING utf8mb4)),
       DATE '1950-01-02' + INTERVAL i.id * 7919 % 27000 DAY, IF(i.id % 11 = 0, DATE '2024-01-01' + INTERVAL i.id % 600 DAY, NULL)
  FROM order_item AS i JOIN tag AS t ON t.id = 1 + i.id % 500 WHERE i.id <= 24000 * @factor;
ANALYZE TABLE registered_company;
