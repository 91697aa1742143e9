-- The shop's orders with the number that customers see: the day and a counter, as a text.
DROP TABLE IF EXISTS numbered_order;
CREATE TABLE numbered_order (
  id        BIGINT      NOT NULL,
  number    VARCHAR(20) NOT NULL,
  placed_at DATETIME(6) NOT NULL,
  status    VARCHAR(20) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_numbered_order_number (number),
  KEY idx_numbered_order_placed_at_id (placed_at, id)
) ENGINE = InnoDB;
-- Without the orders that the running shop has written.
INSERT INTO numbered_order (id, number, placed_at, status)
SELECT id,
       CONCAT(DATE_FORMAT(placed_at, '%Y%m%d'),
              LPAD(ROW_NUMBER() OVER (PARTITION BY DATE(placed_at) ORDER BY placed_at, id), 4, '0')),
       placed_at, status
  FROM customer_order
 WHERE id <= 10000 * @factor
 ORDER BY id;
ANALYZE TABLE numbered_order;
