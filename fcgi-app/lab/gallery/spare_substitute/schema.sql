-- Vehicles in a repair yard, with three to six parts that would fit each.
DROP TABLE IF EXISTS yard_vehicle, fitting_part;
CREATE TABLE yard_vehicle (
  id      BIGINT       NOT NULL,
  plate   VARCHAR(20)  NOT NULL,
  model   VARCHAR(100) NOT NULL,
  country CHAR(2)      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE fitting_part (
  vehicle_id BIGINT       NOT NULL,
  preference INT          NOT NULL,
  sku        VARCHAR(20)  NOT NULL,
  name       VARCHAR(200) NOT NULL,
  maker      VARCHAR(200) NOT NULL,
  PRIMARY KEY (vehicle_id, preference)
) ENGINE = InnoDB;

INSERT INTO yard_vehicle (id, plate, model, country)
SELECT c.id, CONCAT('Y-', LPAD(c.id * 769 % 100000, 5, '0')), CONCAT(ELT(1 + c.id % 3, 'Van ', 'Lorry ', 'Tractor '), 2000 + c.id % 25), k.code
  FROM customer AS c JOIN country AS k ON k.id = c.country_id WHERE c.id <= 500 * @factor;
INSERT INTO fitting_part (vehicle_id, preference, sku, name, maker)
SELECT vehicle.id, part.id, p.sku, p.name, maker.name
  FROM yard_vehicle AS vehicle JOIN tag AS part ON part.id <= 3 + vehicle.id % 4
  JOIN indexed_product AS p ON p.id = 1 + (vehicle.id * 41 + part.id * 2003) % 25000
  JOIN publisher AS maker ON maker.id = 1 + (vehicle.id + part.id * 7) % 1000;
