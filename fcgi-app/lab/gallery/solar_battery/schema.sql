-- Solar roofs, and the sun and the use of each hour of 2025, in watt-hours. A larger database has more roofs.
DROP TABLE IF EXISTS solar_roof, solar_hour;
CREATE TABLE solar_roof (
  id      BIGINT       NOT NULL,
  owner   VARCHAR(200) NOT NULL,
  modules BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE solar_hour (
  roof_id BIGINT NOT NULL,
  hour    BIGINT NOT NULL,
  month   BIGINT NOT NULL,
  sun_wh  BIGINT NOT NULL,
  used_wh BIGINT NOT NULL,
  PRIMARY KEY (roof_id, hour)
) ENGINE = InnoDB;
INSERT INTO solar_roof (id, owner, modules) SELECT id, name, 18 + id % 12 FROM customer WHERE id <= 3 * @factor;
INSERT INTO solar_hour (roof_id, hour, month, sun_wh, used_wh)
SELECT 1 + (id - 1) DIV 8760, (id - 1) % 8760, MONTH(TIMESTAMPADD(HOUR, (id - 1) % 8760, TIMESTAMP '2025-01-01 00:00:00')),
       IF((id - 1) % 24 BETWEEN 7 AND 18, (36 - ABS((id - 1) % 24 * 2 - 25) * 2) * (20 + IF((id - 1) % 8760 BETWEEN 2000 AND 6500, 60, 0) + id * 31 % 90), 0),
       150 + id * 7919 % 600 + IF((id - 1) % 24 IN (7, 12, 18, 19, 20), 500, 0)
  FROM order_item WHERE id <= 26280 * @factor;
ANALYZE TABLE solar_hour;
