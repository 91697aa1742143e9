-- What a box office sells. The newest thousand tickets are kept.
DROP TABLE IF EXISTS concert, concert_ticket;
CREATE TABLE concert (
  id         BIGINT        NOT NULL,
  performer  VARCHAR(200)  NOT NULL,
  hall       VARCHAR(100)  NOT NULL,
  price      DECIMAL(8, 2) NOT NULL,
  seats_left INT           NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE concert_ticket (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  concert_id  BIGINT      NOT NULL,
  customer_id BIGINT      NOT NULL,
  seats       INT         NOT NULL,
  reference   VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO concert (id, performer, hall, price, seats_left)
SELECT id, name, ELT(1 + id % 3, 'Great Hall', 'Riverside Arena', 'Old Brewery'), 18 + id * 7 % 50, 900 + id * 23 % 1500
  FROM author WHERE id <= 60;
INSERT INTO concert_ticket (concert_id, customer_id, seats, reference)
SELECT 1 + id % 60, customer_id, 1 + id % 4, CONCAT('P-', customer_id, '-', id) FROM customer_order WHERE id <= 1000 ORDER BY id;
