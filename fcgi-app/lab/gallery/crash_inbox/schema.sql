-- An error tracker: groups of crashes, and the builds, apps and teams that they belong to.
DROP TABLE IF EXISTS crash_group, crash_build, crash_app, crash_team, crash_hour, crash_shift;
CREATE TABLE crash_team (
  id      BIGINT      NOT NULL,
  name    VARCHAR(60) NOT NULL,
  channel VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE crash_app (
  id      BIGINT       NOT NULL,
  name    VARCHAR(100) NOT NULL,
  team_id BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE crash_build (
  id      BIGINT      NOT NULL,
  version VARCHAR(20) NOT NULL,
  app_id  BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE crash_group (
  id        BIGINT       NOT NULL,
  exception VARCHAR(60)  NOT NULL,
  frame     VARCHAR(120) NOT NULL,
  crashes   BIGINT       NOT NULL,
  last_seen DATETIME(6)  NOT NULL,
  is_muted  BOOLEAN      NOT NULL,
  build_id  BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE crash_hour (
  day         DATE   NOT NULL,
  hour_of_day INT    NOT NULL,
  crashes     BIGINT NOT NULL,
  PRIMARY KEY (day, hour_of_day)
) ENGINE = InnoDB;
CREATE TABLE crash_shift (
  day     DATE         NOT NULL,
  team_id BIGINT       NOT NULL,
  person  VARCHAR(200) NOT NULL,
  PRIMARY KEY (day, team_id)
) ENGINE = InnoDB;

INSERT INTO crash_team (id, name, channel)
SELECT id, CONCAT('Team ', name), CONCAT('#crash-', LOWER(code)) FROM country WHERE id <= 40;
INSERT INTO crash_app (id, name, team_id)
SELECT id, CONCAT('app-', LOWER(REPLACE(name, ' ', '-'))), 1 + id * 7 % 40 FROM tag WHERE id <= 400;
INSERT INTO crash_build (id, version, app_id)
SELECT id, CONCAT(1 + id % 4, '.', id % 30, '.', id % 9), 1 + id * 31 % 400 FROM book WHERE id <= 3000 * @factor;
INSERT INTO crash_group (id, exception, frame, crashes, last_seen, is_muted, build_id)
SELECT r.id, ELT(1 + r.id % 6, 'NullPointerException', 'OutOfMemoryError', 'SIGSEGV', 'TimeoutError', 'IndexError', 'KeyError'),
       CONCAT('com.example.', ELT(1 + r.id % 4, 'cart', 'feed', 'login', 'player'), '.f', r.id * 7919 % 977), 1 + r.id * 104729 % 5000,
       TIMESTAMPADD(SECOND, r.id * 7919 % 7000000, TIMESTAMP '2025-10-10 00:00:00'), r.id % 5 = 2, 1 + r.id * 17 % (3000 * @factor)
  FROM review AS r WHERE r.id <= 6000 * @factor;
INSERT INTO crash_hour (day, hour_of_day, crashes)
SELECT TIMESTAMPADD(DAY, -d.id, DATE '2026-01-01'), h.id - 1, (d.id * 31 + h.id * 17) % 900
  FROM country AS d JOIN country AS h ON h.id <= 24 WHERE d.id <= 90;
INSERT INTO crash_shift (day, team_id, person)
SELECT TIMESTAMPADD(DAY, -d.id, DATE '2026-01-01'), t.id, c.name
  FROM country AS d JOIN crash_team AS t ON t.id <= 12 JOIN customer AS c ON c.id = 1 + (d.id * 13 + t.id) % 200 WHERE d.id <= 90;
ANALYZE TABLE crash_group, crash_build;
