-- Six bases of an airline. One duty in five is a standby and has no flight; one in three ends in a hotel.
DROP TABLE IF EXISTS crew_duty, crew_member, crew_leg, crew_aircraft, crew_hotel, crew_note;
CREATE TABLE crew_member (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  task VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE crew_aircraft (
  id           BIGINT      NOT NULL,
  registration CHAR(6)     NOT NULL,
  type         VARCHAR(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE crew_leg (
  id          BIGINT      NOT NULL,
  number      VARCHAR(10) NOT NULL,
  origin      CHAR(3)     NOT NULL,
  destination CHAR(3)     NOT NULL,
  aircraft_id BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE crew_hotel (
  id     BIGINT       NOT NULL,
  name   VARCHAR(220) NOT NULL,
  phone  VARCHAR(30)  NOT NULL,
  pickup VARCHAR(40)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE crew_duty (
  id        BIGINT      NOT NULL,
  base_id   INT         NOT NULL,
  member_id BIGINT      NOT NULL,
  starts_at DATETIME    NOT NULL,
  kind      VARCHAR(10) NOT NULL,
  leg_id    BIGINT      NULL,
  hotel_id  BIGINT      NULL,
  PRIMARY KEY (id),
  KEY idx_crew_duty_base_id_starts_at_id (base_id, starts_at, id)
) ENGINE = InnoDB;
CREATE TABLE crew_note (
  id          BIGINT       NOT NULL,
  base_id     INT          NOT NULL,
  valid_until DATETIME     NOT NULL,
  text        VARCHAR(120) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_crew_note_base_id_valid_until (base_id, valid_until, id)
) ENGINE = InnoDB;

INSERT INTO crew_member (id, name, task)
SELECT id, name, ELT(1 + id % 5, 'captain', 'first officer', 'cabin', 'purser', 'cabin') FROM customer WHERE id <= 2400 * @factor;
INSERT INTO crew_aircraft (id, registration, type)
SELECT id, CONCAT('D-A', CHAR(65 + id % 26 USING utf8mb4), CHAR(65 + id DIV 26 % 26 USING utf8mb4), CHAR(65 + id DIV 676 % 26 USING utf8mb4)),
       ELT(1 + id % 4, 'A320', 'A321', 'B737', 'E190') FROM author WHERE id <= 1200;
INSERT INTO crew_leg (id, number, origin, destination, aircraft_id)
SELECT id, CONCAT('KX ', 100 + id % 8900), CONCAT(CHAR(65 + id % 26 USING utf8mb4), CHAR(65 + id * 7 % 26 USING utf8mb4), CHAR(65 + id * 11 % 26 USING utf8mb4)),
       CONCAT(CHAR(65 + id * 3 % 26 USING utf8mb4), CHAR(65 + id * 5 % 26 USING utf8mb4), CHAR(65 + id * 17 % 26 USING utf8mb4)), 1 + id * 389 % 1200
  FROM book WHERE id <= 9000 * @factor;
INSERT INTO crew_hotel (id, name, phone, pickup)
SELECT id, CONCAT('Hotel ', name), CONCAT('+', 31 + id % 60, ' ', 200000 + id * 7919 % 700000), ELT(1 + id % 3, 'side entrance', 'lobby', 'taxi rank')
  FROM publisher WHERE id <= 1000;
INSERT INTO crew_duty (id, base_id, member_id, starts_at, kind, leg_id, hotel_id)
SELECT id, 1 + id % 6, 1 + id * 31 % (2400 * @factor), TIMESTAMPADD(MINUTE, id * 7919 % 86400, TIMESTAMP '2025-11-10 03:00:00'),
       IF(id DIV 6 % 5 = 0, 'standby', 'flight'), IF(id DIV 6 % 5 = 0, NULL, 1 + id * 17 % (9000 * @factor)), IF(id DIV 6 % 3 = 1, 1 + id * 101 % 1000, NULL)
  FROM order_item WHERE id <= 15000 * @factor;
INSERT INTO crew_note (id, base_id, valid_until, text)
SELECT id, 1 + id % 6, TIMESTAMPADD(DAY, id % 90, TIMESTAMP '2025-10-01 12:00:00'), ELT(1 + id % 3, 'Car park B is closed.', 'New badges from Monday on.', 'Briefing in room 4.')
  FROM tag WHERE id <= 120;
ANALYZE TABLE crew_duty, crew_member, crew_note;
