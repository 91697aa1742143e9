DROP TABLE IF EXISTS vault_reading;
CREATE TABLE vault_reading (
  id        BIGINT        NOT NULL,
  sensor_id INT           NOT NULL,
  taken_at  DATETIME(6)   NOT NULL,
  humidity  DECIMAL(4, 1) NOT NULL,
  telegram  VARCHAR(200)  NOT NULL,  -- as the sensor sent it
  PRIMARY KEY (id),
  KEY idx_vault_reading_sensor_taken (sensor_id, taken_at)
) ENGINE = InnoDB;

-- Twelve sensors, one reading each every five minutes.
INSERT INTO vault_reading (id, sensor_id, taken_at, humidity, telegram)
SELECT id, 1 + id % 12, TIMESTAMPADD(MINUTE, 5 * (id DIV 12), TIMESTAMP '2025-01-01 00:00:00'),
       40 + id * 7919 % 150 / 10, CONCAT('04B648', HEX(id * 104729), REPEAT('5A00', 24))
  FROM order_item WHERE id <= 30000 * @factor;
