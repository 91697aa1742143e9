DROP TABLE IF EXISTS pickup_point;
CREATE TABLE pickup_point (
  id        INT           NOT NULL,
  name      VARCHAR(250)  NOT NULL,
  latitude  DECIMAL(8, 5) NOT NULL,
  longitude DECIMAL(8, 5) NOT NULL,
  opens_at  CHAR(5)       NOT NULL,
  closes_at CHAR(5)       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

-- The carrier has 240 points.
INSERT INTO pickup_point (id, name, latitude, longitude, opens_at, closes_at)
SELECT id, CONCAT('Kiosk at ', name), 47.4 + id * 7919 % 1000 / 160, 6.0 + id * 10473 % 1000 / 120,
       IF(id % 3 = 0, '06:00', '09:00'), IF(id % 5 = 0, '22:00', '18:30')
  FROM publisher WHERE id <= 240;
