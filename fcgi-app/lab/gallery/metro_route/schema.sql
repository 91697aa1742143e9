-- Ten lines of thirty stations, with a tunnel to a neighbouring line at every fifth. The same network at every size.
DROP TABLE IF EXISTS metro_station, metro_link, metro_closure;
CREATE TABLE metro_station (
  id       INT         NOT NULL,
  name     VARCHAR(80) NOT NULL,
  has_lift BOOL        NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE metro_link (
  from_id INT NOT NULL,
  to_id   INT NOT NULL,
  line    INT NOT NULL,
  seconds INT NOT NULL,
  PRIMARY KEY (from_id, to_id, line)
) ENGINE = InnoDB;
CREATE TABLE metro_closure (
  from_id INT NOT NULL,
  to_id   INT NOT NULL,
  PRIMARY KEY (from_id, to_id)
) ENGINE = InnoDB;

INSERT INTO metro_station (id, name, has_lift) SELECT id, CONCAT(name, ' street'), id % 3 <> 1 FROM tag WHERE id <= 300;
INSERT INTO metro_link (from_id, to_id, line, seconds)
SELECT id, id + 1, 1 + (id - 1) DIV 30, 70 + id * 31 % 80 FROM metro_station WHERE id % 30 <> 0;
INSERT INTO metro_link (from_id, to_id, line, seconds)
SELECT id, id + 30, 11 + (id - 1) % 30 DIV 5, 90 + id * 17 % 90 FROM metro_station WHERE id % 5 = 0 AND id <= 270;
INSERT INTO metro_link (from_id, to_id, line, seconds) SELECT to_id, from_id, line, seconds + 5 FROM metro_link;
INSERT INTO metro_closure (from_id, to_id)
SELECT from_id, to_id FROM metro_link WHERE from_id IN (44, 45, 101, 220) AND line <= 10;
