-- Tennis clubs with eight courts each, and the bookings of a season of 180 days. A larger database has more clubs.
DROP TABLE IF EXISTS tennis_booking, tennis_closure;
CREATE TABLE tennis_booking (
  club_id   INT    NOT NULL,
  play_on   DATE   NOT NULL,
  court_no  INT    NOT NULL,
  hour      INT    NOT NULL,
  member_id BIGINT NOT NULL,
  PRIMARY KEY (club_id, play_on, court_no, hour)
) ENGINE = InnoDB;
CREATE TABLE tennis_closure (
  club_id   INT         NOT NULL,
  closed_on DATE        NOT NULL,
  court_no  INT         NOT NULL,
  reason    VARCHAR(60) NOT NULL,
  PRIMARY KEY (club_id, closed_on, court_no)
) ENGINE = InnoDB;
-- Eight hours of each court and day, without three in ten.
INSERT INTO tennis_booking (club_id, play_on, court_no, hour, member_id)
SELECT 1 + (id - 1) DIV 11520, DATE '2026-04-01' + INTERVAL (id - 1) DIV 64 % 180 DAY, 1 + (id - 1) % 8,
       10 + (id - 1) DIV 8 % 8, 1 + id * 37 % 2500
  FROM order_item WHERE id <= 23040 * @factor AND id * 7919 % 10 < 7;
INSERT INTO tennis_closure (club_id, closed_on, court_no, reason)
SELECT 1 + id % (2 * @factor), DATE '2026-04-01' + INTERVAL id * 13 % 180 DAY, 1 + id DIV 180 % 8,
       ELT(1 + id % 3, 'new clay', 'club tournament', 'nets are repaired')
  FROM publisher WHERE id <= 60;
ANALYZE TABLE tennis_booking;
