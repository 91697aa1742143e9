-- Groups of passengers who change at a large airport, and its departures. A larger database has more days.
DROP TABLE IF EXISTS transfer_group, transfer_departure, transfer_gate;
CREATE TABLE transfer_group (
  day         INT          NOT NULL,
  number      INT          NOT NULL,
  flight      VARCHAR(10)  NOT NULL,
  destination VARCHAR(120) NOT NULL,
  people      INT          NOT NULL,
  lands_s     INT          NOT NULL,
  PRIMARY KEY (day, lands_s, number)
) ENGINE = InnoDB;
CREATE TABLE transfer_departure (
  day         INT          NOT NULL,
  flight      VARCHAR(10)  NOT NULL,
  destination VARCHAR(120) NOT NULL,
  gate        VARCHAR(6)   NOT NULL,
  leaves_s    INT          NOT NULL,
  PRIMARY KEY (day, leaves_s, flight)
) ENGINE = InnoDB;
-- 90 gates at every airport of that size.
CREATE TABLE transfer_gate (
  gate   VARCHAR(6) NOT NULL,
  walk_s INT        NOT NULL,
  PRIMARY KEY (gate)
) ENGINE = InnoDB;

INSERT INTO transfer_group (day, number, flight, destination, people, lands_s)
SELECT 1 + (i.id - 1) DIV 2560, 1 + (i.id - 1) % 2560, CONCAT('KX', 100 + i.id * 37 % 900), CONCAT('Airport of ', k.name), 1 + i.id * 7 % 40, 14400 + (i.id - 1) % 2560 * 27
  FROM order_item AS i JOIN country AS k ON k.id = 1 + i.id * 31 % 90 WHERE i.id <= 7680 * @factor;
INSERT INTO transfer_departure (day, flight, destination, gate, leaves_s)
SELECT 1 + (i.id - 1) DIV 4800, CONCAT('KX', 1000 + (i.id - 1) % 4800), CONCAT('Airport of ', k.name), CONCAT(CHAR(65 + i.id % 3 USING utf8mb4), 1 + i.id * 7 % 30), 16200 + (i.id - 1) % 4800 * 17
  FROM order_item AS i JOIN country AS k ON k.id = 1 + i.id * 17 % 90 WHERE i.id <= 14400 * @factor;
INSERT INTO transfer_gate (gate, walk_s) SELECT CONCAT(CHAR(65 + id % 3 USING utf8mb4), 1 + id DIV 3), 240 + id * 37 % 960 FROM tag WHERE id <= 90;
ANALYZE TABLE transfer_group, transfer_departure;
