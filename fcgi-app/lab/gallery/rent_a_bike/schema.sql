-- Stations with bikes for rent. The newest thousand rentals are kept.
DROP TABLE IF EXISTS bike_station, bike_tariff, bike_rental;
CREATE TABLE bike_station (
  id        BIGINT       NOT NULL,
  name      VARCHAR(200) NOT NULL,
  lock_code VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE bike_tariff (
  station_id BIGINT        NOT NULL,
  minutes    INT           NOT NULL,
  price      DECIMAL(8, 2) NOT NULL,
  PRIMARY KEY (station_id, minutes)
) ENGINE = InnoDB;
CREATE TABLE bike_rental (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  customer_id BIGINT      NOT NULL,
  station_id  BIGINT      NOT NULL,
  state       VARCHAR(10) NOT NULL,
  deposit     VARCHAR(60) NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO bike_station (id, name, lock_code) SELECT id, CONCAT(name, ' corner'), 1000 + id * 769 % 9000 FROM tag WHERE id <= 90;
INSERT INTO bike_tariff (station_id, minutes, price)
SELECT station.id, part.id * 30, 1.50 + part.id * 1.25 FROM bike_station AS station JOIN tag AS part ON part.id <= 6;
INSERT INTO bike_rental (customer_id, station_id, state, deposit)
SELECT customer_id, 1 + id % 90, 'back', CONCAT('P-', customer_id, '-15000') FROM customer_order WHERE id <= 1000 ORDER BY id;
