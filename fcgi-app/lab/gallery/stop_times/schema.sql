-- A bus network's trips of twenty stops each. A larger database has more trips.
DROP TABLE IF EXISTS gtfs_stop, gtfs_stop_time;
CREATE TABLE gtfs_stop (
  id   INT         NOT NULL,
  code VARCHAR(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE gtfs_stop_time (
  trip_no     INT NOT NULL,
  sequence_no INT NOT NULL,
  stop_id     INT NOT NULL,
  arrives_s   INT NOT NULL,  -- seconds since noon minus twelve hours
  departs_s   INT NOT NULL,
  PRIMARY KEY (trip_no, sequence_no)
) ENGINE = InnoDB;
INSERT INTO gtfs_stop (id, code) SELECT id, CONCAT('de:08', LPAD(id * 37 % 1000, 3, '0'), ':', id) FROM publisher WHERE id <= 600;
INSERT INTO gtfs_stop_time (trip_no, sequence_no, stop_id, arrives_s, departs_s)
SELECT 1 + (id - 1) DIV 20, (id - 1) % 20, 1 + ((id - 1) DIV 20 * 31 + (id - 1) % 20) % 600,
       18000 + (id - 1) DIV 20 * 47 % 64000 + (id - 1) % 20 * 150, 18030 + (id - 1) DIV 20 * 47 % 64000 + (id - 1) % 20 * 150
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE gtfs_stop_time;
