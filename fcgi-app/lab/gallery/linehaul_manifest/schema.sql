-- Trailers between parcel hubs, with the numbers that were scanned into each, and the consignments of the network.
DROP TABLE IF EXISTS linehaul_trip, linehaul_hub_rule, linehaul_consignment;
CREATE TABLE linehaul_consignment (
  number       BIGINT       NOT NULL,
  recipient    VARCHAR(200) NOT NULL,
  town         VARCHAR(100) NOT NULL,
  pieces       INT          NOT NULL,
  kilograms    INT          NOT NULL,
  is_dangerous BOOL         NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE linehaul_hub_rule (
  id   INT          NOT NULL,
  hub  VARCHAR(40)  NOT NULL,
  text VARCHAR(120) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_linehaul_hub_rule_hub (hub, id)
) ENGINE = InnoDB;
CREATE TABLE linehaul_trip (
  id       INT          NOT NULL,
  trailer  VARCHAR(20)  NOT NULL,
  driver   VARCHAR(200) NOT NULL,
  from_hub VARCHAR(40)  NOT NULL,
  to_hub   VARCHAR(40)  NOT NULL,
  scanned  MEDIUMTEXT   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

-- One number in fifty was never announced.
INSERT INTO linehaul_consignment (number, recipient, town, pieces, kilograms, is_dangerous)
SELECT 5000000 + i.id, c.name, k.name, 1 + i.id % 4, 1 + i.id * 31 % 180, i.id % 37 = 0
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id % 2500 JOIN country AS k ON k.id = 1 + i.id * 7 % 120
 WHERE i.id <= 24000 * @factor AND i.id % 50 <> 9;
INSERT INTO linehaul_hub_rule (id, hub, text)
SELECT id, CONCAT('Hub ', 1 + id % 9), ELT(1 + id % 4, 'Dock 12 for dangerous goods.', 'Engine off at the ramp.', 'Report at the gate by 04:30.', 'No double trailers.') FROM tag WHERE id <= 36;
SET SESSION group_concat_max_len = 1000000;
INSERT INTO linehaul_trip (id, trailer, driver, from_hub, to_hub, scanned)
SELECT t.id, CONCAT('TR-', 4100 + t.id * 37), c.name, CONCAT('Hub ', t.id), CONCAT('Hub ', 1 + (t.id + 4) % 9),
       (SELECT GROUP_CONCAT(5000000 + 1 + (b.id * 7919 + t.id * 31) % (24000 * @factor) ORDER BY b.id SEPARATOR ' ') FROM book AS b WHERE b.id <= 2560)
  FROM tag AS t JOIN customer AS c ON c.id = t.id WHERE t.id <= 6;
ANALYZE TABLE linehaul_consignment, linehaul_hub_rule;
