DROP TABLE IF EXISTS stocktaking_batch;
CREATE TABLE stocktaking_batch (
  stocktaking_id BIGINT        NOT NULL,
  batch          INT           NOT NULL,
  codes          VARCHAR(2000) NOT NULL,  -- separated by commas, as the scanner sent them
  PRIMARY KEY (stocktaking_id, batch)
) ENGINE = InnoDB;

-- Every fiftieth label is not readable.
INSERT INTO stocktaking_batch (stocktaking_id, batch, codes)
SELECT 1, scan.batch, GROUP_CONCAT(scan.code ORDER BY scan.id SEPARATOR ',')
  FROM (SELECT id, (id - 1) DIV 80 AS batch, IF(id % 50 = 0, 'unreadable', sku) AS code
          FROM indexed_product WHERE id <= 2560) AS scan
 GROUP BY scan.batch;
