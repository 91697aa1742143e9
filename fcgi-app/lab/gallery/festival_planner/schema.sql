-- Festivals of 700 screenings, and what their guests have picked. A larger database has more festivals and guests.
DROP TABLE IF EXISTS cineplan_festival, cineplan_guest, cineplan_cinema, cineplan_screening, cineplan_pick;
CREATE TABLE cineplan_festival (
  id       INT    NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE cineplan_guest (
  id          BIGINT       NOT NULL,
  festival_id INT          NOT NULL,
  name        VARCHAR(200) NOT NULL,
  revision    BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE cineplan_cinema (
  id    INT          NOT NULL,
  name  VARCHAR(100) NOT NULL,
  seats INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE cineplan_screening (
  id          BIGINT       NOT NULL,
  festival_id INT          NOT NULL,
  title       VARCHAR(255) NOT NULL,
  starts_at   DATETIME     NOT NULL,
  minutes     INT          NOT NULL,
  cinema_id   INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_cineplan_screening_festival_id_starts_at_id (festival_id, starts_at, id)
) ENGINE = InnoDB;
CREATE TABLE cineplan_pick (
  guest_id     BIGINT NOT NULL,
  screening_id BIGINT NOT NULL,
  PRIMARY KEY (guest_id, screening_id)
) ENGINE = InnoDB;

INSERT INTO cineplan_festival (id, revision) SELECT id, 40 + id * 31 % 90 FROM publisher WHERE id <= 12 * @factor;
INSERT INTO cineplan_guest (id, festival_id, name, revision) SELECT id, 1 + id % (12 * @factor), name, 1 + id % 7 FROM customer WHERE id <= 600 * @factor;
INSERT INTO cineplan_cinema (id, name, seats) SELECT id, CONCAT('Kino ', name), 80 + id * 37 % 500 FROM tag WHERE id <= 40;
INSERT INTO cineplan_screening (id, festival_id, title, starts_at, minutes, cinema_id)
SELECT id, 1 + id % (12 * @factor), title, TIMESTAMPADD(MINUTE, id * 7919 % 2000 * 5, TIMESTAMP '2026-06-01 10:00:00'), 60 + id * 31 % 100, 1 + id * 7 % 40
  FROM book WHERE id <= 8400 * @factor;
-- Fifteen of each guest, of the guest's own festival.
INSERT INTO cineplan_pick (guest_id, screening_id)
SELECT g.id, g.festival_id - 1 + 12 * @factor * (1 + (g.id * 13 + n.id * 29) % 600) FROM cineplan_guest AS g JOIN tag AS n ON n.id <= 15;
ANALYZE TABLE cineplan_screening, cineplan_pick;
