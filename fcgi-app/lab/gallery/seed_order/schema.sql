-- Orders of seed, with 640 lines each.
DROP TABLE IF EXISTS seed_order, seed_order_line;
CREATE TABLE seed_order (
  id    BIGINT       NOT NULL,
  farm  VARCHAR(200) NOT NULL,
  depot VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE seed_order_line (
  order_id BIGINT       NOT NULL,
  position BIGINT       NOT NULL,
  variety  VARCHAR(100) NOT NULL,
  sku      VARCHAR(20)  NOT NULL,
  bags     BIGINT       NOT NULL,
  PRIMARY KEY (order_id, position)
) ENGINE = InnoDB;
INSERT INTO seed_order (id, farm, depot) SELECT id, name, CONCAT('Silo ', 1 + id % 9) FROM publisher WHERE id <= 5 * @factor;
INSERT INTO seed_order_line (order_id, position, variety, sku, bags)
SELECT 1 + (p.id - 1) DIV 640, 1 + (p.id - 1) % 640, CONCAT(ELT(1 + p.id % 5, 'Wheat ', 'Barley ', 'Rye ', 'Maize ', 'Clover '), t.name), p.sku, 1 + p.id * 31 % 60
  FROM indexed_product AS p JOIN tag AS t ON t.id = 1 + p.id * 7 % 500 WHERE p.id <= 3200 * @factor;
ANALYZE TABLE seed_order_line;
