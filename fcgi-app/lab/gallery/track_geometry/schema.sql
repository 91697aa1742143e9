-- What a measuring train read every 25 cm on three lines. Lines are longer in a larger database.
DROP TABLE IF EXISTS rail_reading;
CREATE TABLE rail_reading (
  line_id   INT         NOT NULL,
  at_cm     INT         NOT NULL,
  gauge_um  INT         NOT NULL,
  left_um   INT         NOT NULL,
  right_um  INT         NOT NULL,
  speed_kmh INT         NOT NULL,
  structure VARCHAR(60) NOT NULL,
  PRIMARY KEY (line_id, at_cm)
) ENGINE = InnoDB;
INSERT INTO rail_reading (line_id, at_cm, gauge_um, left_um, right_um, speed_kmh, structure)
SELECT 1 + id % 3, id DIV 3 * 25, 1435000 + ROUND(2500 * SIN(id / 300)) + id * 7919 % 2900,
       ROUND(9000 * SIN(id / 900)) + id * 104729 % 4700, ROUND(9000 * SIN(id / 900)) + id * 31 % 4100,
       IF(id % 9000 < 300, 15, 90 + id % 40), CONCAT(ELT(1 + id DIV 2000 % 4, 'ballast, wooden sleepers', 'slab track', 'bridge', 'ballast, concrete'), ' ', id DIV 2000)
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE rail_reading;
