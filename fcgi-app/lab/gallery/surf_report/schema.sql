DROP TABLE IF EXISTS surf_reading;
DROP TABLE IF EXISTS surf_spot;
CREATE TABLE surf_spot (
  id    BIGINT       NOT NULL,
  name  VARCHAR(100) NOT NULL,
  faces CHAR(2)      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE surf_reading (
  id         BIGINT   NOT NULL,
  spot_id    BIGINT   NOT NULL,
  read_at    DATETIME NOT NULL,
  wave_cm    INT      NOT NULL,
  period_ds  INT      NOT NULL,  -- tenths of a second
  wind_knots INT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_surf_reading_read_at (read_at)
) ENGINE = InnoDB;

-- Eight weeks; a better-equipped coast has more buoys at its spots.
INSERT INTO surf_spot (id, name, faces)
SELECT id, CONCAT('Playa ', name), ELT(1 + id % 4, 'W', 'NW', 'SW', 'N') FROM country WHERE id <= 24;
INSERT INTO surf_reading (id, spot_id, read_at, wave_cm, period_ds, wind_knots)
SELECT id, 1 + id % 24, TIMESTAMPADD(SECOND, id * 7919 % 4838400, TIMESTAMP '2025-11-06 00:00:00'), 20 + id % 24 * 9 + id * 31 % 60,
       60 + id * 17 % 70, 2 + id * 13 % 24
  FROM review WHERE id <= 30000 * @factor;
