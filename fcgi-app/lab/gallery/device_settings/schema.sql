DROP TABLE IF EXISTS device_setting;
CREATE TABLE device_setting (
  device_id BIGINT       NOT NULL,
  name      VARCHAR(100) NOT NULL,
  value     VARCHAR(200) NOT NULL,
  PRIMARY KEY (device_id, name)
) ENGINE = InnoDB;
INSERT INTO device_setting (device_id, name, value)
SELECT 1 + id DIV 20, CONCAT('reader.option-', id % 20), 'off' FROM review WHERE id <= 5000 * @factor;
