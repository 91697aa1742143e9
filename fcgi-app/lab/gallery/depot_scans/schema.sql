DROP TABLE IF EXISTS depot_scan, depot;
CREATE TABLE depot (
  id   BIGINT      NOT NULL,
  town VARCHAR(40) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE depot_scan (
  id         BIGINT      NOT NULL,
  depot_id   BIGINT      NOT NULL,
  parcel_id  BIGINT      NOT NULL,
  gate       VARCHAR(10) NOT NULL,
  grams      INT         NOT NULL,
  scanned_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_depot_scan_depot_id (depot_id)
) ENGINE = InnoDB;

INSERT INTO depot (id, town) VALUES (1, 'Utrecht'), (2, 'Gent'), (3, 'Aachen'), (4, 'Lille'), (5, 'Trier');
-- The scanners send their data in bundles, so the numbers are not in the order of the time. Depot 1 is the hub,
-- which sees every third parcel.
INSERT INTO depot_scan (id, depot_id, parcel_id, gate, grams, scanned_at)
SELECT id, IF(id % 3 = 0, 1, 2 + id % 4), order_id, CONCAT('G', 1 + id % 12), 200 + id * 37 % 3000,
       TIMESTAMPADD(SECOND, id * 7919 % 31536000, TIMESTAMP '2025-01-01 00:00:00')
  FROM order_item WHERE id <= 30000 * @factor;
