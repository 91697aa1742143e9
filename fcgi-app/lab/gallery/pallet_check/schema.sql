DROP TABLE IF EXISTS pallet_scan;
CREATE TABLE pallet_scan (
  id        BIGINT      NOT NULL,
  pallet_id BIGINT      NOT NULL,
  code      VARCHAR(20) NOT NULL,
  pieces    INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_pallet_scan_pallet_id (pallet_id, id)
) ENGINE = InnoDB;

-- One code in thirty is from somebody else's label.
INSERT INTO pallet_scan (id, pallet_id, code, pieces)
SELECT id, 1 + id % 2, IF(id % 30 = 7, CONCAT('X-', id), sku), 1 + id * 31 % 12
  FROM indexed_product WHERE id <= 25000 * @factor;
