DROP TABLE IF EXISTS climate_day;
DROP TABLE IF EXISTS climate_station;
CREATE TABLE climate_station (
  id   INT          NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE climate_day (
  station_id  INT  NOT NULL,
  day         DATE NOT NULL,
  low_tenths  INT  NOT NULL,
  high_tenths INT  NOT NULL,
  rain_tenths INT  NULL,  -- NULL: the gauge was broken
  PRIMARY KEY (station_id, day)
) ENGINE = InnoDB;
INSERT INTO climate_station (id, name) SELECT id, name FROM country WHERE id <= 30;
INSERT INTO climate_day (station_id, day, low_tenths, high_tenths, rain_tenths)
SELECT 1 + id % 30, TIMESTAMPADD(DAY, id DIV 30, DATE '1978-01-01'), -80 + id * 31 % 200, 60 + id * 31 % 200 + id * 7 % 90,
       IF(id % 97 = 0, NULL, IF(id % 3 = 0, id * 13 % 240, 0))
  FROM order_item WHERE id <= 30000 * @factor;
