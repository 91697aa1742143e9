DROP TABLE IF EXISTS meter_reading;
CREATE TABLE meter_reading (
  id       BIGINT      NOT NULL,
  meter_id BIGINT      NOT NULL,
  read_on  DATE        NOT NULL,
  way      VARCHAR(20) NOT NULL,
  value    INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_meter_reading_meter_read_on (meter_id, read_on)
) ENGINE = InnoDB;

-- Each meter is read once a month. The ids follow the time.
INSERT INTO meter_reading (id, meter_id, read_on, way, value)
SELECT id, 1 + id % (2000 * @factor), DATE '2024-12-01' + INTERVAL id DIV (2000 * @factor) MONTH,
       ELT(1 + id % 9, 'new meter', 'online', 'online', 'card', 'online', 'visit', 'online', 'card', 'online'),
       IF(id % 9 = 0, 20 + id % 131,
          1000 + id % (2000 * @factor) * 37 % 5000 + id DIV (2000 * @factor) * 260 + id * 7919 % 230)
  FROM order_item WHERE id <= 24000 * @factor;
