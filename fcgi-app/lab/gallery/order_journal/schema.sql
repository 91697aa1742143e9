DROP TABLE IF EXISTS journal_total;
CREATE TABLE journal_total (
  journal    VARCHAR(20) NOT NULL,
  total      BIGINT      NOT NULL,
  counted_at DATETIME(6) NOT NULL,
  PRIMARY KEY (journal)
) ENGINE = InnoDB;
INSERT INTO journal_total (journal, total, counted_at)
SELECT 'orders', COUNT(*), TIMESTAMP '2025-12-31 02:00:00' FROM customer_order;
INSERT INTO journal_total (journal, total, counted_at)
SELECT 'reviews', COUNT(*), TIMESTAMP '2025-12-31 02:00:00' FROM review;
