-- Dates of guided walks with their routes and bookings. Twenty guides in every database.
DROP TABLE IF EXISTS walk_date, walk_route, walk_booking, walk_guide;
CREATE TABLE walk_route (
  id       BIGINT       NOT NULL,
  title    VARCHAR(120) NOT NULL,
  metres   BIGINT       NOT NULL,
  meets_at VARCHAR(80)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE walk_date (
  id        BIGINT      NOT NULL,
  begins_at DATETIME    NOT NULL,
  state     VARCHAR(10) NOT NULL,
  places    BIGINT      NOT NULL,
  route_id  BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_walk_date_begins_at (begins_at, id)
) ENGINE = InnoDB;
CREATE TABLE walk_booking (
  id       BIGINT  NOT NULL,
  walk_id  BIGINT  NOT NULL,
  language CHAR(2) NOT NULL,
  people   BIGINT  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_walk_booking_walk_id (walk_id)
) ENGINE = InnoDB;
CREATE TABLE walk_guide (
  name      VARCHAR(200) NOT NULL,
  languages VARCHAR(40)  NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;

INSERT INTO walk_route (id, title, metres, meets_at)
SELECT id, CONCAT(ELT(1 + id % 4, 'Night watch and ', 'Around the ', 'Stories of the ', 'Below the '), name), 900 + id * 7919 % 5000, ELT(1 + id % 3, 'town hall', 'old crane', 'tram stop 4')
  FROM tag WHERE id <= 160;
INSERT INTO walk_date (id, begins_at, state, places, route_id)
SELECT id, TIMESTAMPADD(MINUTE, id * 7919 % 260000, TIMESTAMP '2026-01-02 09:00:00'), IF(id % 8 = 3, 'cancelled', 'planned'), 20 + id % 3 * 5, 1 + id * 31 % 160
  FROM customer_order WHERE id <= 3000 * @factor;
INSERT INTO walk_booking (id, walk_id, language, people)
SELECT w.id * 8 + t.id, w.id, ELT(1 + (w.id + t.id * 3) % 4, 'de', 'en', 'fr', 'nl'), 1 + (w.id * 7 + t.id) % 4 FROM walk_date AS w JOIN tag AS t ON t.id <= 1 + w.id % 5;
INSERT INTO walk_guide (name, languages) SELECT CONCAT(a.name, ' (', a.id, ')'), ELT(1 + a.id % 3, 'de, en', 'de, fr, nl', 'en, fr') FROM author AS a WHERE a.id <= 20;
ANALYZE TABLE walk_date, walk_booking;
