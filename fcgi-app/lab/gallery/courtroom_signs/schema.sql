-- A courthouse: 24 courtrooms and two years of sittings.
DROP TABLE IF EXISTS court_room, room_sitting;
CREATE TABLE court_room (
  id    INT         NOT NULL,
  name  VARCHAR(20) NOT NULL,
  floor INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE room_sitting (
  room_id   INT         NOT NULL,
  starts_at DATETIME    NOT NULL,
  reference VARCHAR(20) NOT NULL,
  matter    VARCHAR(40) NOT NULL,
  PRIMARY KEY (room_id, starts_at)
) ENGINE = InnoDB;

INSERT INTO court_room (id, name, floor) SELECT id, CONCAT('Room ', id DIV 8, LPAD(id, 2, '0')), id DIV 8 FROM country WHERE id <= 24;
-- Three rooms are being rebuilt. A larger database goes further back.
INSERT INTO room_sitting (room_id, starts_at, reference, matter)
SELECT 1 + (o.id - 1) % 21, TIMESTAMPADD(MINUTE, 510 + (o.id - 1) DIV 21 % 7 * 55, TIMESTAMPADD(DAY, 30 - (o.id - 1) DIV 147, TIMESTAMP '2025-12-01 00:00:00')),
       CONCAT((o.id - 1) % 21 + 1, ' C ', 1 + o.id * 7 % 900, '/25'), ELT(1 + o.id % 5, 'tenancy', 'traffic', 'neighbours', 'sale', 'wages')
  FROM customer_order AS o WHERE o.id <= 9000 * @factor;
ANALYZE TABLE room_sitting;
