-- A network of weather stations in ten regions. Temperatures are tenths of a degree.
DROP TABLE IF EXISTS weather_network, weather_station, weather_limit, weather_instruction;
CREATE TABLE weather_network (
  id              BIGINT      NOT NULL,
  readings        BIGINT      NOT NULL,
  last_station_id BIGINT      NOT NULL,
  last_reading_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE weather_station (
  id         BIGINT       NOT NULL,
  region_id  BIGINT       NOT NULL,
  name       VARCHAR(200) NOT NULL,
  altitude_m INT          NOT NULL,
  tenths     INT          NOT NULL,
  seen_at    DATETIME(6)  NOT NULL,
  PRIMARY KEY (region_id, id),
  UNIQUE KEY idx_weather_station_id (id)
) ENGINE = InnoDB;
CREATE TABLE weather_limit (
  region_id BIGINT      NOT NULL,
  kind      VARCHAR(20) NOT NULL,
  lowest    INT         NOT NULL,
  highest   INT         NOT NULL,
  PRIMARY KEY (region_id, kind)
) ENGINE = InnoDB;
CREATE TABLE weather_instruction (
  station_id BIGINT       NOT NULL,
  position   INT          NOT NULL,
  text       VARCHAR(100) NOT NULL,
  PRIMARY KEY (station_id, position)
) ENGINE = InnoDB;

INSERT INTO weather_network (id, readings, last_station_id, last_reading_at) VALUES (1, 0, 1, TIMESTAMP '2025-12-31 23:50:00');
INSERT INTO weather_station (id, region_id, name, altitude_m, tenths, seen_at)
SELECT id, 1 + id % 10, name, id * 37 % 2100, 60 + id * 13 % 90, TIMESTAMP '2025-12-31 23:50:00' FROM publisher WHERE id <= 400;
INSERT INTO weather_limit (region_id, kind, lowest, highest)
SELECT region.id, kind.name, -200 - region.id * 5, 350 + region.id * 6
  FROM tag AS region JOIN (SELECT 'air' AS name UNION ALL SELECT 'ground' UNION ALL SELECT 'water') AS kind WHERE region.id <= 10;
INSERT INTO weather_instruction (station_id, position, text)
SELECT station.id, position.id,
       ELT(1 + (station.id + position.id) % 5, 'report every ten minutes', 'heat the sensor below zero', 'send the battery''s voltage',
           'clean the lens at noon', 'sleep from midnight to four')
  FROM weather_station AS station JOIN tag AS position ON position.id <= 1 + station.id % 4;
