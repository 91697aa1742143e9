-- An open-air theatre: twelve plays, their evenings with 120 seats, reservations. A larger database has more evenings.
DROP TABLE IF EXISTS stage_play, stage_evening, stage_seat_sale, stage_reservation;
CREATE TABLE stage_play (
  id       INT          NOT NULL,
  title    VARCHAR(255) NOT NULL,
  director VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE stage_evening (
  id       INT  NOT NULL,
  play_id  INT  NOT NULL,
  plays_on DATE NOT NULL,
  PRIMARY KEY (id),
  KEY idx_stage_evening_play_id_plays_on (play_id, plays_on)
) ENGINE = InnoDB;
CREATE TABLE stage_seat_sale (
  evening_id  INT         NOT NULL,
  seat_no     INT         NOT NULL,
  state       VARCHAR(10) NOT NULL,
  price_cents INT         NOT NULL,
  PRIMARY KEY (evening_id, seat_no)
) ENGINE = InnoDB;
CREATE TABLE stage_reservation (
  customer_id BIGINT NOT NULL,
  evening_id  INT    NOT NULL,
  seats       INT    NOT NULL,
  PRIMARY KEY (customer_id, evening_id)
) ENGINE = InnoDB;
INSERT INTO stage_play (id, title, director)
SELECT b.id, b.title, a.name FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 12;
INSERT INTO stage_evening (id, play_id, plays_on)
SELECT id, 1 + (id - 1) % 12, DATE '2026-05-01' + INTERVAL (id - 1) DIV 12 DAY FROM book WHERE id <= 240 * @factor;
-- Two or three tickets of an evening come back, but of every fourth play whole groups.
INSERT INTO stage_seat_sale (evening_id, seat_no, state, price_cents)
SELECT 1 + (id - 1) DIV 120, 1 + (id - 1) % 120,
       IF(IF((id - 1) DIV 120 % 4 = 3, id % 7, id % 53) = 0, 'returned', 'sold'), 1850 + id % 5 * 600
  FROM order_item WHERE id <= 28800 * @factor;
INSERT INTO stage_reservation (customer_id, evening_id, seats)
SELECT id, 1 + id * 17 % (240 * @factor), 1 + id % 4 FROM customer WHERE id <= 2500 * @factor;
ANALYZE TABLE stage_evening, stage_seat_sale;
