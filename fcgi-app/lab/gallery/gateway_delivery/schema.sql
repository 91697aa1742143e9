-- Gateways of smart meters, and their last deliveries. A delivery is removed when twenty newer ones have arrived.
DROP TABLE IF EXISTS smart_value;
DROP TABLE IF EXISTS smart_delivery;
DROP TABLE IF EXISTS smart_gateway;
CREATE TABLE smart_gateway (
  id           BIGINT      NOT NULL,
  meter_number VARCHAR(20) NOT NULL,
  limit_wh     BIGINT      NOT NULL,  -- in a quarter of an hour
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE smart_delivery (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  gateway_id BIGINT      NOT NULL,
  hours      BIGINT      NOT NULL,
  arrived_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE smart_value (
  delivery_id BIGINT NOT NULL,
  slot        BIGINT NOT NULL,  -- quarters of an hour since the last contact
  watt_hours  BIGINT NOT NULL,
  PRIMARY KEY (delivery_id, slot),
  CONSTRAINT fk_smart_value_delivery FOREIGN KEY (delivery_id) REFERENCES smart_delivery (id) ON DELETE CASCADE
) ENGINE = InnoDB;
INSERT INTO smart_gateway (id, meter_number, limit_wh)
SELECT id, CONCAT('1EMH00', LPAD(id * 7919, 8, '0')), 150 + id % 7 * 20 FROM customer WHERE id <= 500 * @factor;
