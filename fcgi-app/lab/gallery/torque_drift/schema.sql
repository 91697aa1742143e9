-- Five plants with 24 tightening stations each, and what the stations did in the last sixty days.
DROP TABLE IF EXISTS tightening_station, tightening;
CREATE TABLE tightening_station (
  id       INT         NOT NULL,
  plant_id INT         NOT NULL,
  name     VARCHAR(60) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tightening_station_plant_id (plant_id)
) ENGINE = InnoDB;
CREATE TABLE tightening (
  id         BIGINT NOT NULL,
  station_id INT    NOT NULL,
  done_on    DATE   NOT NULL,
  torque_cnm INT    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tightening_station_id_done_on (station_id, done_on, torque_cnm)
) ENGINE = InnoDB;

INSERT INTO tightening_station (id, plant_id, name)
SELECT id, 1 + id % 5, CONCAT(ELT(1 + id % 4, 'Door', 'Seat', 'Axle', 'Wheel'), ' ', id) FROM country WHERE id <= 120;
-- Some stations lose a little torque from day to day. Station 7 and a few others were idle.
INSERT INTO tightening (id, station_id, done_on, torque_cnm)
SELECT id, 1 + id % 120, DATE '2025-12-31' - INTERVAL id DIV 120 % 60 DAY,
       4200 + id * 7919 % 160 + id DIV 120 % 60 * (id % 120 % 7 - 1)
  FROM order_item WHERE id <= 30000 * @factor AND id % 120 % 31 <> 6;
ANALYZE TABLE tightening;
