-- Race weekends of some teams, each with five sessions.
DROP TABLE IF EXISTS race_weekend, race_session;
CREATE TABLE race_weekend (
  id         BIGINT       NOT NULL,
  team       VARCHAR(200) NOT NULL,
  circuit    VARCHAR(120) NOT NULL,
  starts_on  DATE         NOT NULL,
  sets       BIGINT       NOT NULL,
  country_id BIGINT       NOT NULL,
  tyre_id    BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE race_session (
  weekend_id    BIGINT      NOT NULL,
  position      INT         NOT NULL,
  name          VARCHAR(30) NOT NULL,
  laps          BIGINT      NOT NULL,
  track_celsius BIGINT      NOT NULL,
  PRIMARY KEY (weekend_id, position)
) ENGINE = InnoDB;

INSERT INTO race_weekend (id, team, circuit, starts_on, sets, country_id, tyre_id)
SELECT b.id, p.name, CONCAT('Circuit of ', k.name), DATE '2026-03-06' + INTERVAL b.id % 40 * 7 DAY, 4 + b.id % 9, k.id, 1 + b.id * 389 % 25000
  FROM book AS b JOIN publisher AS p ON p.id = 1 + b.id % 12 JOIN country AS k ON k.id = 1 + b.id * 31 % 120 WHERE b.id <= 300 * @factor;
INSERT INTO race_session (weekend_id, position, name, laps, track_celsius)
SELECT w.id, t.id, ELT(t.id, 'Practice 1', 'Practice 2', 'Qualifying', 'Sprint', 'Race'), ELT(t.id, 28, 24, 12, 20, 57), 18 + (w.id * 7 + t.id * 5) % 33
  FROM race_weekend AS w JOIN tag AS t ON t.id <= 5;
