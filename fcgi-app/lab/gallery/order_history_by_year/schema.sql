-- One row per order with its totals, written when the order is closed.
DROP TABLE IF EXISTS purchase_summary;
CREATE TABLE purchase_summary (
  id          BIGINT         NOT NULL,
  customer_id BIGINT         NOT NULL,
  placed_at   DATETIME(6)    NOT NULL,
  status      VARCHAR(20)    NOT NULL,
  copies      BIGINT         NOT NULL,
  total       DECIMAL(10, 2) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_purchase_summary_customer_id_placed_at_id (customer_id, placed_at, id)
) ENGINE = InnoDB;

-- The summaries of 10,000 orders, spread over the three years. Every twentieth is that of customer 998, a
-- library.
INSERT INTO purchase_summary (id, customer_id, placed_at, status, copies, total)
SELECT o.id, IF(o.id % (20 * @factor) = 0, 998, o.customer_id), o.placed_at, o.status, i.copies, i.total
  FROM customer_order AS o
  JOIN (SELECT order_id, SUM(quantity) AS copies, SUM(quantity * price) AS total
          FROM order_item WHERE order_id % @factor = 0 GROUP BY order_id) AS i ON i.order_id = o.id;
