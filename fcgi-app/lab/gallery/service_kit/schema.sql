-- Kits for the yearly service of forklifts. Some parts have been replaced by newer ones.
DROP TABLE IF EXISTS forklift_kit_part, forklift_successor;
CREATE TABLE forklift_kit_part (
  kit_id   INT          NOT NULL,
  position INT          NOT NULL,
  sku      VARCHAR(20)  NOT NULL,
  name     VARCHAR(200) NOT NULL,
  pieces   INT          NOT NULL,
  PRIMARY KEY (kit_id, position)
) ENGINE = InnoDB;
CREATE TABLE forklift_successor (
  sku      VARCHAR(20) NOT NULL,
  next_sku VARCHAR(20) NOT NULL,
  PRIMARY KEY (sku)
) ENGINE = InnoDB;

INSERT INTO forklift_kit_part (kit_id, position, sku, name, pieces)
SELECT k.id, t.id, p.sku, p.name, 5 + t.id % 4 * 60
  FROM country AS k JOIN tag AS t ON t.id <= 160 JOIN indexed_product AS p ON p.id = 1 + (k.id * 1009 + t.id * 73) % 25000
 WHERE k.id <= 10 * @factor;
INSERT INTO forklift_successor (sku, next_sku)
SELECT parts.sku, MIN(p.sku) FROM (SELECT DISTINCT sku FROM forklift_kit_part) AS parts
  JOIN indexed_product AS one ON one.sku = parts.sku JOIN indexed_product AS p ON p.id = 1 + (one.id + 5011) % 25000
 WHERE one.id % 3 = 0 GROUP BY parts.sku;
