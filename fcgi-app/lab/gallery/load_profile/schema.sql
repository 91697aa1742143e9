-- Metering points of factories, and their load in December 2025 in quarters of an hour. A larger grid has more points.
DROP TABLE IF EXISTS metering_point, load_value;
CREATE TABLE metering_point (
  id                 BIGINT       NOT NULL,
  code               CHAR(33)     NOT NULL,
  supplier           VARCHAR(200) NOT NULL,
  transformer_factor BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE load_value (
  point_id     BIGINT  NOT NULL,
  slot         BIGINT  NOT NULL,
  watt_hours   BIGINT  NOT NULL,
  is_estimated BOOLEAN NOT NULL,
  PRIMARY KEY (point_id, slot)
) ENGINE = InnoDB;
INSERT INTO metering_point (id, code, supplier, transformer_factor)
SELECT id, CONCAT('DE000562668020O', LPAD(id * 104729, 18, '0')), name, 20 + id % 4 * 20 FROM publisher WHERE id <= 10 * @factor;
INSERT INTO load_value (point_id, slot, watt_hours, is_estimated)
SELECT 1 + (id - 1) DIV 2976, (id - 1) % 2976, 400 + (id - 1) % 96 * 13 + id * 7919 % 700, id % 211 = 0 FROM order_item WHERE id <= 29760 * @factor;
ANALYZE TABLE load_value;
