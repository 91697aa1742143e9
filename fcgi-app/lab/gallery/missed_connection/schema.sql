-- Parties whose flight was late, flights of the next day, and the newest four hundred rebookings.
DROP TABLE IF EXISTS stranded_party, stranded_flight, rebooked_party, rebooked_seat;
CREATE TABLE stranded_party (
  id       BIGINT       NOT NULL,
  name     VARCHAR(200) NOT NULL,
  people   BIGINT       NOT NULL,
  payer_id BIGINT       NOT NULL,
  goal     VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE stranded_flight (
  flight     VARCHAR(10)  NOT NULL,
  goal       VARCHAR(100) NOT NULL,
  leaves_at  DATETIME     NOT NULL,
  free_seats BIGINT       NOT NULL,
  PRIMARY KEY (flight),
  KEY idx_stranded_flight_goal_leaves_at (goal, leaves_at)
) ENGINE = InnoDB;
CREATE TABLE rebooked_party (
  id       BIGINT      NOT NULL AUTO_INCREMENT,
  party_id BIGINT      NOT NULL,
  flight   VARCHAR(10) NOT NULL,
  state    VARCHAR(10) NOT NULL,
  voucher  VARCHAR(60) NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE rebooked_seat (
  rebooking_id BIGINT     NOT NULL,
  person       BIGINT     NOT NULL,
  seat         VARCHAR(4) NOT NULL,
  PRIMARY KEY (rebooking_id, person)
) ENGINE = InnoDB;

INSERT INTO stranded_party (id, name, people, payer_id, goal)
SELECT c.id, c.name, 1 + c.id % 5, c.id, k.name FROM customer AS c JOIN country AS k ON k.id = 1 + c.id * 7 % 120 WHERE c.id <= 900 * @factor;
INSERT INTO stranded_flight (flight, goal, leaves_at, free_seats)
SELECT CONCAT('KX', 2000 + k.id * 10 + t.id), k.name, TIMESTAMPADD(MINUTE, t.id * 190 + k.id, TIMESTAMP '2026-01-10 05:00:00'), 6 + (k.id * 31 + t.id * 7) % 60
  FROM country AS k JOIN tag AS t ON t.id <= 6;
ANALYZE TABLE stranded_flight;
