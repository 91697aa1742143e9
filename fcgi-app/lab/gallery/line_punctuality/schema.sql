-- The trips of a tram company's lines in four weeks, and the stops that its riders have chosen.
DROP TABLE IF EXISTS line_trip, line_name, line_fare, rider_stop;
CREATE TABLE line_name (
  number INT          NOT NULL,
  ends   VARCHAR(200) NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE line_trip (
  id      BIGINT   NOT NULL,
  line_no INT      NOT NULL,
  left_at DATETIME NOT NULL,
  late_s  INT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_line_trip_left_at_line_no_late_s (left_at, line_no, late_s)
) ENGINE = InnoDB;
-- Nine rows in every database.
CREATE TABLE line_fare (
  name  VARCHAR(40) NOT NULL,
  cents INT         NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;
CREATE TABLE rider_stop (
  rider_id BIGINT      NOT NULL,
  position INT         NOT NULL,
  stop     VARCHAR(80) NOT NULL,
  line_no  INT         NOT NULL,
  towards  VARCHAR(80) NOT NULL,
  PRIMARY KEY (rider_id, position)
) ENGINE = InnoDB;

INSERT INTO line_name (number, ends)
SELECT a.id, CONCAT(a.name, ' to ', b.name) FROM tag AS a JOIN tag AS b ON b.id = a.id + 60 WHERE a.id <= 24;
INSERT INTO line_trip (id, line_no, left_at, late_s)
SELECT id, 1 + id % 24, TIMESTAMPADD(MINUTE, id * 7919 % 40320, TIMESTAMP '2025-12-01 00:00:00'), GREATEST(0, id * 31 % 420 - 120)
  FROM order_item WHERE id <= 30000 * @factor;
INSERT INTO line_fare (name, cents)
VALUES ('short trip', 180), ('single', 310), ('single, child', 150), ('day', 880), ('day, group', 1790), ('week', 2950),
       ('month', 6400), ('month, pupil', 3900), ('bicycle', 240);
INSERT INTO rider_stop (rider_id, position, stop, line_no, towards)
SELECT c.id, p.id, CONCAT(t.name, ' square'), 1 + (c.id + p.id) % 24, ELT(1 + p.id % 3, 'station', 'hospital', 'harbour')
  FROM customer AS c JOIN tag AS p ON p.id <= 1 + c.id % 4 JOIN tag AS t ON t.id = 1 + (c.id * 7 + p.id) % 400;
ANALYZE TABLE line_trip, rider_stop;
