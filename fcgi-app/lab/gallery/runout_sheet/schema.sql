-- Depots of 24 tracks with six trams each. A larger company has more depots.
DROP TABLE IF EXISTS tram_depot, depot_tram, depot_duty;
CREATE TABLE tram_depot (
  id         INT          NOT NULL,
  name       VARCHAR(100) NOT NULL,
  dispatcher VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE depot_tram (
  depot_id      INT         NOT NULL,
  track_no      INT         NOT NULL,
  position      INT         NOT NULL,
  tram_no       INT         NOT NULL,
  model         VARCHAR(20) NOT NULL,
  km_to_service INT         NOT NULL,
  PRIMARY KEY (depot_id, track_no, position)
) ENGINE = InnoDB;
CREATE TABLE depot_duty (
  depot_id   INT         NOT NULL,
  leaves_min INT         NOT NULL,
  number     INT         NOT NULL,
  line_no    INT         NOT NULL,
  model      VARCHAR(20) NOT NULL,
  PRIMARY KEY (depot_id, leaves_min, number)
) ENGINE = InnoDB;

INSERT INTO tram_depot (id, name, dispatcher)
SELECT t.id, CONCAT('Depot ', t.name), c.name FROM tag AS t JOIN customer AS c ON c.id = 20 + t.id WHERE t.id <= 5 * @factor;
INSERT INTO depot_tram (depot_id, track_no, position, tram_no, model, km_to_service)
SELECT d.id, 1 + (t.id - 1) DIV 6, 1 + (t.id - 1) % 6, 1000 * d.id + t.id, ELT(1 + (t.id * 5 + d.id) % 7 DIV 3, 'low floor', 'articulated', 'heritage'),
       t.id * 7919 % 9000
  FROM tram_depot AS d JOIN tag AS t ON t.id <= 144;
INSERT INTO depot_duty (depot_id, leaves_min, number, line_no, model)
SELECT d.id, 235 + t.id * 3 DIV 2, 100 + t.id, 1 + t.id % 14, ELT(1 + (t.id * 3 + d.id) % 8 DIV 4, 'low floor', 'articulated')
  FROM tram_depot AS d JOIN tag AS t ON t.id <= 110;
ANALYZE TABLE depot_tram, depot_duty;
