DROP TABLE IF EXISTS view_history;
CREATE TABLE view_history (
  customer_id BIGINT      NOT NULL,
  book_id     BIGINT      NOT NULL,
  seen_at     DATETIME(6) NOT NULL,
  PRIMARY KEY (customer_id, book_id),
  KEY idx_view_history_customer_id_seen_at_book_id (customer_id, seen_at, book_id)
) ENGINE = InnoDB;

-- Customer 998 reads for a library and looks at every third book.
INSERT INTO view_history (customer_id, book_id, seen_at)
SELECT 998, id, TIMESTAMPADD(MINUTE, -(id * 7919 % 500000), TIMESTAMP '2025-12-31 12:00:00')
  FROM book WHERE id % 3 = 0;
INSERT IGNORE INTO view_history (customer_id, book_id, seen_at)
SELECT customer_id, book_id, created_at FROM review WHERE customer_id <> 998 AND id <= 10000 * @factor;
