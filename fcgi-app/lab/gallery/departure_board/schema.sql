-- The timetables of bus lines, and when they were published: the newest thousand times.
DROP TABLE IF EXISTS bus_departure, bus_publication;
CREATE TABLE bus_departure (
  line_id   BIGINT       NOT NULL,
  run       INT          NOT NULL,
  leaves_at VARCHAR(8)   NOT NULL,
  headsign  VARCHAR(100) NOT NULL,
  platform  INT          NOT NULL,
  PRIMARY KEY (line_id, run)
) ENGINE = InnoDB;
CREATE TABLE bus_publication (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  line_id     BIGINT      NOT NULL,
  departures  INT         NOT NULL,
  finished_at DATETIME(6) NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO bus_departure (line_id, run, leaves_at, headsign, platform)
SELECT line.id, run.id, DATE_FORMAT(TIMESTAMPADD(SECOND, run.id * 127, TIMESTAMP '2025-12-01 04:30:00'), '%H:%i'), stop.name, 1 + (line.id + run.id) % 8
  FROM tag AS line JOIN book AS run ON run.id <= 650 JOIN country AS stop ON stop.id = 1 + (line.id * 3 + run.id % 2) % 120
 WHERE line.id <= 40;
INSERT INTO bus_publication (line_id, departures, finished_at)
SELECT 1 + id % 40, 640, TIMESTAMP '2025-12-01 03:00:00' FROM book WHERE id <= 1000 ORDER BY id;
