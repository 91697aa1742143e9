-- Cars for sale; one in five is sold already.
DROP TABLE IF EXISTS car_offer, car_make;
CREATE TABLE car_make (
  name VARCHAR(40) NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;
CREATE TABLE car_offer (
  id         BIGINT       NOT NULL,
  make       VARCHAR(40)  NOT NULL,
  model      VARCHAR(60)  NOT NULL,
  built      INT          NOT NULL,
  kilometres INT          NOT NULL,
  price      INT          NOT NULL,
  town       VARCHAR(100) NOT NULL,
  is_sold    TINYINT(1)   NOT NULL,
  offered_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_car_offer_is_sold_offered_at (is_sold, offered_at, id)
) ENGINE = InnoDB;

INSERT INTO car_make (name) SELECT CONCAT(UPPER(LEFT(name, 1)), SUBSTRING(name, 2, 9), id) FROM tag WHERE id <= 12;
INSERT INTO car_offer (id, make, model, built, kilometres, price, town, is_sold, offered_at)
SELECT r.id, m.name, CONCAT(CHAR(65 + r.id % 6 USING utf8mb4), 100 + r.id % 9 * 50), 2006 + r.id % 19, 4000 + r.id * 7919 % 210000,
       900 + r.id * 104729 % 38000, k.name, r.id % 5 = 2, TIMESTAMPADD(SECOND, r.id * 1500 DIV @factor, TIMESTAMP '2024-08-01 00:00:00')
  FROM review AS r
  JOIN (SELECT name, ROW_NUMBER() OVER (ORDER BY name) AS n FROM car_make) AS m ON m.n = 1 + r.id * 5 % 12
  JOIN country AS k ON k.id = 1 + r.id * 11 % 120
 WHERE r.id <= 25000 * @factor;
ANALYZE TABLE car_offer;
