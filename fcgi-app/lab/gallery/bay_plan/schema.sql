-- Where each container stands on a ship: 24 bays with ten rows and nine tiers. A larger database has more ships.
DROP TABLE IF EXISTS stowed_ship, stowed_box;
CREATE TABLE stowed_ship (
  id     INT          NOT NULL,
  name   VARCHAR(200) NOT NULL,
  voyage VARCHAR(10)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE stowed_box (
  ship_id INT      NOT NULL,
  bay     INT      NOT NULL,
  stack   INT      NOT NULL,
  tier    INT      NOT NULL,
  number  CHAR(11) NOT NULL,
  port    CHAR(5)  NOT NULL,
  tons    INT      NOT NULL,
  is_cold BOOL     NOT NULL,
  PRIMARY KEY (ship_id, bay, stack, tier)
) ENGINE = InnoDB;

INSERT INTO stowed_ship (id, name, voyage) SELECT id, CONCAT('MV ', LEFT(title, 100)), CONCAT(id * 7, 'E') FROM book WHERE id <= 12 * @factor;
-- Stacks are filled from below.
INSERT INTO stowed_box (ship_id, bay, stack, tier, number, port, tons, is_cold)
SELECT s.id, b.id, k.id, t.id, CONCAT('HLBU', LPAD((s.id * 2160 + b.id * 90 + k.id * 9 + t.id) * 71 % 10000000, 7, '0')),
       ELT(1 + (b.id + t.id) % 5, 'CNSHA', 'SGSIN', 'LKCMB', 'GRPIR', 'NLRTM'), 4 + (b.id * 7 + k.id * 5 + t.id * 11) % 26, (b.id + k.id) % 9 = 0 AND t.id <= 2
  FROM stowed_ship AS s JOIN tag AS b ON b.id <= 24 JOIN tag AS k ON k.id <= 10 JOIN tag AS t ON t.id <= 5 + (s.id + b.id + k.id) % 5;
ANALYZE TABLE stowed_box;
