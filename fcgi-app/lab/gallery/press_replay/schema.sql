-- What the sensors of three presses measured, several times a second.
DROP TABLE IF EXISTS press_sample;
CREATE TABLE press_sample (
  press_id    INT    NOT NULL,
  measured_ms BIGINT NOT NULL,
  bar_tenths  INT    NOT NULL,
  celsius     INT    NOT NULL,
  micrometres INT    NOT NULL,
  PRIMARY KEY (press_id, measured_ms)
) ENGINE = InnoDB;
INSERT INTO press_sample (press_id, measured_ms, bar_tenths, celsius, micrometres)
SELECT 1 + id % 3, 1760000000000 + id DIV 3 * 250, 1200 + id * 37 % 900, 40 + id * 13 % 25, id * 7919 % 60000
  FROM order_item WHERE id <= 30000 * @factor;
