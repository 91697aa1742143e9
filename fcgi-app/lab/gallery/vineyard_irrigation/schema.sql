-- The blocks of winegrowers, the weather of a usual year at twelve stations, and the newest two hundred plans.
DROP TABLE IF EXISTS vine_block, vine_weather_day, vine_plan, vine_plan_turn;
CREATE TABLE vine_block (
  id           INT          NOT NULL,
  name         VARCHAR(255) NOT NULL,
  grape        VARCHAR(40)  NOT NULL,
  station_id   INT          NOT NULL,
  root_cm      INT          NOT NULL,
  sand_percent INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vine_weather_day (
  station_id     INT NOT NULL,
  day            INT NOT NULL,
  rain_um        INT NOT NULL,
  evaporation_um INT NOT NULL,
  PRIMARY KEY (station_id, day)
) ENGINE = InnoDB;
CREATE TABLE vine_plan (
  id       BIGINT NOT NULL AUTO_INCREMENT,
  block_id INT    NOT NULL,
  drip_mm  INT    NOT NULL,
  litres   BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vine_plan_turn (
  plan_id BIGINT NOT NULL,
  day     INT    NOT NULL,
  hours   INT    NOT NULL,
  PRIMARY KEY (plan_id, day)
) ENGINE = InnoDB;

INSERT INTO vine_block (id, name, grape, station_id, root_cm, sand_percent)
SELECT p.id, CONCAT(p.name, ' slope'), ELT(1 + p.id % 5, 'Riesling', 'Silvaner', 'Pinot noir', 'Dornfelder', 'Chasselas'), 1 + p.id % 12,
       60 + p.id * 7 % 70, 10 + p.id * 13 % 70
  FROM customer AS p WHERE p.id <= 600 * @factor;
INSERT INTO vine_weather_day (station_id, day, rain_um, evaporation_um)
SELECT s.id, d.id, IF((s.id + d.id * 5) % 9 = 0, 3000 + d.id * 31 % 14000, 0), 2500 + (d.id * 37 + s.id * 11) % 3500
  FROM tag AS s JOIN tag AS d ON d.id <= 365 WHERE s.id <= 12;
ANALYZE TABLE vine_weather_day;
