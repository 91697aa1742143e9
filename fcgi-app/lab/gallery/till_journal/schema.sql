-- The entries of the shop's tills: takings are positive, refunds and pay-outs negative.
DROP TABLE IF EXISTS till_entry;
CREATE TABLE till_entry (
  till_id   INT            NOT NULL,
  number    BIGINT         NOT NULL,  -- within the till, without gaps
  made_at   DATETIME(6)    NOT NULL,
  reason    VARCHAR(20)    NOT NULL,
  amount    DECIMAL(10, 2) NOT NULL,
  PRIMARY KEY (till_id, number)
) ENGINE = InnoDB;
INSERT INTO till_entry (till_id, number, made_at, reason, amount)
SELECT 1 + id % 4, 1 + id DIV 4, TIMESTAMPADD(MINUTE, id * 2, TIMESTAMP '2025-01-01 08:00:00'),
       CASE WHEN id % 51 = 0 THEN 'pay-out' WHEN id % 19 = 0 THEN 'refund' ELSE 'sale' END,
       CASE WHEN id % 51 = 0 THEN -200 WHEN id % 19 = 0 THEN -price ELSE price * quantity END
  FROM order_item WHERE id <= 30000 * @factor;
