DROP TABLE IF EXISTS hike_point;
CREATE TABLE hike_point (
  hike_id      BIGINT   NOT NULL,
  position     INT      NOT NULL,
  latitude_e6  BIGINT   NOT NULL,
  longitude_e6 BIGINT   NOT NULL,
  elevation_cm INT      NOT NULL,
  pulse        INT      NOT NULL,  -- 0: the belt was not worn
  seen_at      DATETIME NOT NULL,
  PRIMARY KEY (hike_id, position)
) ENGINE = InnoDB;

INSERT INTO hike_point (hike_id, position, latitude_e6, longitude_e6, elevation_cm, pulse, seen_at)
SELECT 1 + (id - 1) DIV 2700, 1 + (id - 1) % 2700, 46500000 + id % 2700 * 17 + id * 31 % 40, 8900000 + id % 2700 * 23 - id * 13 % 50,
       90000 + id % 2700 * 20 + id * 7 % 300, IF(id DIV 300 % 5 = 0, 0, 90 + id * 7919 % 70),
       TIMESTAMPADD(SECOND, id % 2700 * 6, TIMESTAMP '2025-08-17 06:10:00')
  FROM order_item WHERE id <= 27000;
