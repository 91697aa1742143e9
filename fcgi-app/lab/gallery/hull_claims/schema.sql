-- Marine insurance: fleets, the claims for their hulls, and the rates at which an accounting month was closed.
DROP TABLE IF EXISTS hull_fleet, hull_claim, hull_rate;
CREATE TABLE hull_fleet (
  id       INT          NOT NULL,
  owner    VARCHAR(200) NOT NULL,
  currency CHAR(3)      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hull_claim (
  id         BIGINT       NOT NULL,
  fleet_id   INT          NOT NULL,
  happened   DATE         NOT NULL,
  vessel     VARCHAR(200) NOT NULL,
  cause      VARCHAR(30)  NOT NULL,
  paid       BIGINT       NOT NULL,
  reserved   BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_hull_claim_fleet_id_happened_id (fleet_id, happened, id)
) ENGINE = InnoDB;
CREATE TABLE hull_rate (
  currency  CHAR(3) NOT NULL,
  month     CHAR(7) NOT NULL,
  per_mille BIGINT  NOT NULL,  -- euros for a thousand of it
  PRIMARY KEY (currency, month)
) ENGINE = InnoDB;

INSERT INTO hull_fleet (id, owner, currency)
SELECT id, name, ELT(1 + id % 5, 'USD', 'NOK', 'GBP', 'JPY', 'SGD') FROM publisher WHERE id <= 25;
INSERT INTO hull_claim (id, fleet_id, happened, vessel, cause, paid, reserved)
SELECT r.id, 1 + r.id % 25, DATE '2018-01-01' + INTERVAL r.id * 31 % 2900 DAY, CONCAT('MV ', LEFT(b.title, 180)),
       ELT(1 + r.id % 6, 'grounding', 'collision', 'machinery', 'heavy weather', 'fire', 'contact with a quay'),
       r.id * 7919 % 800000, IF(r.id % 3 = 0, r.id * 104729 % 2000000, 0)
  FROM review AS r JOIN book AS b ON b.id = 1 + r.id * 13 % (10000 * @factor) WHERE r.id <= 20000 * @factor;
INSERT INTO hull_rate (currency, month, per_mille)
SELECT c.code, CONCAT(2016 + m.id DIV 12, '-', LPAD(1 + m.id % 12, 2, '0')), c.rate + m.id * 7 % 40
  FROM (SELECT 'USD' AS code, 910 AS rate UNION ALL SELECT 'NOK', 86 UNION ALL SELECT 'GBP', 1160 UNION ALL SELECT 'JPY', 6 UNION ALL SELECT 'SGD', 680) AS c
  JOIN tag AS m ON m.id <= 119;
ANALYZE TABLE hull_claim, hull_rate;
