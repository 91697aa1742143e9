-- Trips whose travellers may send their luggage ahead in a rented box.
DROP TABLE IF EXISTS luggage_trip, luggage_rule;
CREATE TABLE luggage_trip (
  id        BIGINT       NOT NULL,
  traveller VARCHAR(200) NOT NULL,
  leaves_on DATE         NOT NULL,
  home_code CHAR(2)      NOT NULL,
  goal_code CHAR(2)      NOT NULL,
  nights    INT          NOT NULL,
  box_id    BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
-- Three rows in every database.
CREATE TABLE luggage_rule (
  days_before INT         NOT NULL,
  title       VARCHAR(60) NOT NULL,
  PRIMARY KEY (days_before)
) ENGINE = InnoDB;
INSERT INTO luggage_trip (id, traveller, leaves_on, home_code, goal_code, nights, box_id)
SELECT c.id, c.name, DATE '2026-06-01' + INTERVAL c.id % 90 DAY, h.code, g.code, 2 + c.id % 19, 1 + c.id * 31 % 25000
  FROM customer AS c JOIN country AS h ON h.id = 1 + c.id % 120 JOIN country AS g ON g.id = 1 + (c.id * 7 + 3) % 120
 WHERE c.id <= 2000 * @factor;
INSERT INTO luggage_rule (days_before, title)
VALUES (2, 'the box is picked up'), (5, 'last day to change the address'), (14, 'last day to cancel');
