-- The rounds of a warehouse's pickers, 500 for each hall, and their stops.
DROP TABLE IF EXISTS pick_round, pick_stop, pick_aisle;
CREATE TABLE pick_round (
  id      BIGINT      NOT NULL,
  hall    INT         NOT NULL,
  aisle   INT         NOT NULL,
  trolley VARCHAR(20) NOT NULL,
  picker  BIGINT      NULL,
  due_at  DATETIME(6) NOT NULL,  -- from then on it may be taken
  PRIMARY KEY (id),
  KEY idx_pick_round_hall_due_at (hall, due_at)
) ENGINE = InnoDB;
CREATE TABLE pick_stop (
  round_id   BIGINT      NOT NULL,
  position   INT         NOT NULL,
  shelf      VARCHAR(20) NOT NULL,
  product_id BIGINT      NOT NULL,
  pieces     INT         NOT NULL,
  PRIMARY KEY (round_id, position)
) ENGINE = InnoDB;
CREATE TABLE pick_aisle (
  hall    INT          NOT NULL,
  aisle   INT          NOT NULL,
  warning VARCHAR(100) NOT NULL,
  one_way BOOLEAN      NOT NULL,
  PRIMARY KEY (hall, aisle)
) ENGINE = InnoDB;

INSERT INTO pick_round (id, hall, aisle, trolley, picker, due_at)
SELECT id, 1 + id % 6, 1 + id % 9, CONCAT('T', 100 + id * 7 % 60), NULL, TIMESTAMPADD(SECOND, id * 37 % 3000, TIMESTAMP '2025-12-30 06:00:00')
  FROM book WHERE id <= 3000;
INSERT INTO pick_stop (round_id, position, shelf, product_id, pieces)
SELECT pick_round.id, stop.id, CONCAT(CHAR(64 + pick_round.aisle USING utf8mb4), stop.id * 3, '-', 1 + pick_round.id % 5),
       1 + (pick_round.id * 31 + stop.id * 7) % 25000, 1 + (pick_round.id + stop.id) % 4
  FROM pick_round JOIN tag AS stop ON stop.id <= 6 + pick_round.id % 7;
INSERT INTO pick_aisle (hall, aisle, warning, one_way)
SELECT hall.id, aisle.id, IF((hall.id + aisle.id) % 3 = 0, 'Mind the forklifts', ''), aisle.id % 2
  FROM tag AS hall JOIN tag AS aisle ON aisle.id <= 9 WHERE hall.id <= 6;
