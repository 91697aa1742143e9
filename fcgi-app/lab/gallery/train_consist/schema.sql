-- Freight trains of thirty wagons on ten corridors. A larger database has more corridors.
DROP TABLE IF EXISTS freight_wagon, freight_station;
CREATE TABLE freight_station (
  id   INT          NOT NULL,
  code CHAR(7)      NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE freight_wagon (
  corridor_id   INT        NOT NULL,
  train_no      INT        NOT NULL,
  position      INT        NOT NULL,
  number        CHAR(12)   NOT NULL,
  letters       VARCHAR(8) NOT NULL,
  length_cm     INT        NOT NULL,
  tare_kg       INT        NOT NULL,
  load_kg       INT        NOT NULL,
  brake_kg      INT        NOT NULL,
  un_number     INT        NULL,
  to_station_id INT        NOT NULL,
  PRIMARY KEY (corridor_id, train_no, position)
) ENGINE = InnoDB;

INSERT INTO freight_station (id, code, name)
SELECT id, CONCAT('DE', LPAD(id * 37, 5, '0')), CONCAT(name, ' yard') FROM tag WHERE id <= 200;
INSERT INTO freight_wagon (corridor_id, train_no, position, number, letters, length_cm, tare_kg, load_kg, brake_kg, un_number,
                           to_station_id)
SELECT 1 + (id - 1) DIV 3000, 40000 + (id - 1) % 3000 DIV 30, 1 + (id - 1) % 30, LPAD(338000000000 + id * 7919, 12, '0'),
       ELT(1 + id % 4, 'Sggrss', 'Zacns', 'Shimmns', 'Eanos'), 1400 + id % 9 * 140, 18000 + id * 31 % 9000, id * 7919 % 64000,
       28000 + id % 40 * 500, IF(id % 5 = 0, 1202 + id % 700, NULL), 1 + id * 13 % 200
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE freight_wagon;
