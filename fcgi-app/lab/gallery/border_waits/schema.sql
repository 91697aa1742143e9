-- Six border crossings for lorries, four weeks of passages, and booked slots. More lorries pass in a larger database.
DROP TABLE IF EXISTS border_crossing, border_passage, border_booking;
CREATE TABLE border_crossing (
  id         INT         NOT NULL,
  name       VARCHAR(80) NOT NULL,
  open_lanes INT         NOT NULL,
  lorries    INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE border_passage (
  id          BIGINT   NOT NULL,
  crossing_id INT      NOT NULL,
  arrived_at  DATETIME NOT NULL,
  waited_min  INT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_border_passage_crossing_id_arrived_at (crossing_id, arrived_at, waited_min)
) ENGINE = InnoDB;
CREATE TABLE border_booking (
  id          BIGINT      NOT NULL,
  crossing_id INT         NOT NULL,
  plate       VARCHAR(20) NOT NULL,
  slot_at     DATETIME    NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO border_crossing (id, name, open_lanes, lorries) VALUES
  (1, 'Old Bridge', 2, 31), (2, 'Pass Road', 3, 12), (3, 'River Gate', 6, 140), (4, 'Forest Post', 1, 4), (5, 'Motorway East', 8, 212), (6, 'Salt Road', 2, 9);
INSERT INTO border_passage (id, crossing_id, arrived_at, waited_min)
SELECT id, 1 + id % 6, TIMESTAMPADD(SECOND, id * 7919 % 2419200, TIMESTAMP '2025-12-01 00:00:00'), 5 + id * 31 % (20 + id * 7 % 160)
  FROM order_item WHERE id <= 27000 * @factor;
INSERT INTO border_booking (id, crossing_id, plate, slot_at)
SELECT id, 1 + id % 6, CONCAT('LV-', 1000 + id * 7919 % 9000), TIMESTAMPADD(MINUTE, id * 37 % 10000, TIMESTAMP '2025-12-29 00:00:00')
  FROM customer WHERE id <= 2000 * @factor;
ANALYZE TABLE border_passage;
