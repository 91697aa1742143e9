-- Six rivers with eight gauges each. Readings end at noon of 5 January 2026; a larger database goes back further.
DROP TABLE IF EXISTS river, river_gauge, gauge_reading, river_warning;
CREATE TABLE river (
  id   INT          NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE river_gauge (
  id        INT          NOT NULL,
  river_id  INT          NOT NULL,
  name      VARCHAR(100) NOT NULL,
  kilometre INT          NOT NULL,
  flood_cm  INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE gauge_reading (
  river_id INT      NOT NULL,
  gauge_id INT      NOT NULL,
  taken_at DATETIME NOT NULL,
  level_cm INT      NOT NULL,
  PRIMARY KEY (river_id, taken_at, gauge_id)
) ENGINE = InnoDB;
CREATE TABLE river_warning (
  river_id INT          NOT NULL,
  number   INT          NOT NULL,
  text     VARCHAR(200) NOT NULL,
  PRIMARY KEY (river_id, number)
) ENGINE = InnoDB;

INSERT INTO river (id, name) SELECT id, CONCAT('River ', name) FROM tag WHERE id <= 6;
INSERT INTO river_gauge (id, river_id, name, kilometre, flood_cm)
SELECT t.id, 1 + (t.id - 1) DIV 8, CONCAT(k.name, ' bridge'), 10 + (t.id - 1) % 8 * 37, 480 + t.id % 5 * 20
  FROM tag AS t JOIN country AS k ON k.id = t.id WHERE t.id <= 48;
INSERT INTO gauge_reading (river_id, gauge_id, taken_at, level_cm)
SELECT gauge.river_id, gauge.id, TIMESTAMPADD(MINUTE, -15 * back.id, TIMESTAMP '2026-01-05 12:15:00'), 180 + (gauge.id * 53 + back.id * 7) % 330
  FROM river_gauge AS gauge JOIN book AS back ON back.id <= 500 * @factor;
INSERT INTO river_warning (river_id, number, text)
SELECT river.id, part.id, ELT(1 + (river.id + part.id) % 3, 'Keep boats ashore', 'Cellars near the bank may be flooded', 'Levels fall slowly')
  FROM river JOIN tag AS part ON part.id <= 2 + river.id % 6;
ANALYZE TABLE river_gauge, gauge_reading;
