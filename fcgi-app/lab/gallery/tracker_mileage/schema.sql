DROP TABLE IF EXISTS tracker_position;
CREATE TABLE tracker_position (
  van_id     INT         NOT NULL,
  seen_at    DATETIME(6) NOT NULL,
  east_m     INT         NOT NULL,
  north_m    INT         NOT NULL,
  accuracy_m INT         NOT NULL,
  telegram   VARCHAR(80) NOT NULL,
  PRIMARY KEY (van_id, seen_at)
) ENGINE = InnoDB;

-- Three vans on round tours. The vans of a larger shop have had their trackers for longer.
INSERT INTO tracker_position (van_id, seen_at, east_m, north_m, accuracy_m, telegram)
SELECT 1 + id % 3, TIMESTAMPADD(SECOND, id DIV 3 * 40, TIMESTAMP '2024-01-01 06:00:00'),
       ROUND(9000 * SIN(id / 2100)) + id * 7919 % 31, ROUND(6000 * COS(id / 1700)) + id * 104729 % 29,
       4 + id % 23, CONCAT('$GPRMC,', MD5(id), LPAD(id % 97, 2, '0'))
  FROM order_item WHERE id <= 30000 * @factor;
