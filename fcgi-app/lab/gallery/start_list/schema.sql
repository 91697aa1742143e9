-- Triathlons with their athletes: one or two chips each, and five placings in earlier races. A larger database has more races.
DROP TABLE IF EXISTS tri_race, tri_wave, tri_entry, tri_athlete, tri_chip, tri_placing;
CREATE TABLE tri_race (
  id      INT          NOT NULL,
  title   VARCHAR(100) NOT NULL,
  held_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tri_wave (
  race_id   INT         NOT NULL,
  name      VARCHAR(10) NOT NULL,
  starts_at VARCHAR(5)  NOT NULL,
  PRIMARY KEY (race_id, name)
) ENGINE = InnoDB;
CREATE TABLE tri_athlete (
  id     BIGINT       NOT NULL,
  name   VARCHAR(200) NOT NULL,
  nation CHAR(2)      NOT NULL,
  born   BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tri_entry (
  id         BIGINT      NOT NULL,
  race_id    BIGINT      NOT NULL,
  bib        BIGINT      NOT NULL,
  wave       VARCHAR(10) NOT NULL,
  athlete_id BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tri_entry_race_id_bib (race_id, bib, id)
) ENGINE = InnoDB;
CREATE TABLE tri_chip (
  id         BIGINT      NOT NULL,
  athlete_id BIGINT      NOT NULL,
  code       VARCHAR(12) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tri_chip_athlete_id (athlete_id)
) ENGINE = InnoDB;
CREATE TABLE tri_placing (
  id         BIGINT       NOT NULL,
  athlete_id BIGINT       NOT NULL,
  race       VARCHAR(100) NOT NULL,
  place      BIGINT       NOT NULL,
  seconds    BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tri_placing_athlete_id (athlete_id)
) ENGINE = InnoDB;

INSERT INTO tri_race (id, title, held_on)
SELECT id, CONCAT('Triathlon of ', name), DATE '2026-05-02' + INTERVAL id * 7 DAY FROM country WHERE id <= 4 * @factor;
INSERT INTO tri_wave (race_id, name, starts_at)
SELECT r.id, CONCAT('W', t.id), CONCAT('0', 7 + t.id DIV 4, ':', LPAD(t.id % 4 * 15, 2, '0')) FROM tri_race AS r JOIN tag AS t ON t.id <= 6;
INSERT INTO tri_athlete (id, name, nation, born)
SELECT c.id, c.name, k.code, 1950 + c.id * 31 % 56 FROM customer AS c JOIN country AS k ON k.id = c.country_id WHERE c.id <= 2500 * @factor;
INSERT INTO tri_entry (id, race_id, bib, wave, athlete_id)
SELECT o.id, 1 + (o.id - 1) DIV 1400, 1 + (o.id - 1) % 1400, CONCAT('W', 1 + (o.id - 1) % 1400 DIV 240), 1 + o.id * 7 % (2500 * @factor)
  FROM customer_order AS o WHERE o.id <= 5600 * @factor;
INSERT INTO tri_chip (id, athlete_id, code)
SELECT a.id * 2 + t.id, a.id, CONCAT('MT', LPAD(a.id * 2 + t.id, 6, '0')) FROM tri_athlete AS a JOIN tag AS t ON t.id <= 1 + a.id % 2;
INSERT INTO tri_placing (id, athlete_id, race, place, seconds)
SELECT a.id * 8 + t.id, a.id, CONCAT('Triathlon of ', k.name), 1 + a.id * 31 % 900, 6900 + a.id * 7919 % 9000
  FROM tri_athlete AS a JOIN tag AS t ON t.id <= 5 JOIN country AS k ON k.id = 1 + (a.id + t.id * 13) % 120;
ANALYZE TABLE tri_entry, tri_athlete, tri_chip, tri_placing;
