DROP TABLE IF EXISTS complaint;
CREATE TABLE complaint (
  id        BIGINT       NOT NULL,
  order_id  BIGINT       NOT NULL,
  reason    VARCHAR(40)  NOT NULL,
  opened_at DATETIME(6)  NOT NULL,
  words     VARCHAR(600) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

-- One order in four, in no particular order.
INSERT INTO complaint (id, order_id, reason, opened_at, words)
SELECT r.id, o.id, ELT(1 + r.id % 4, 'damaged', 'late', 'wrong book', 'too many copies'),
       TIMESTAMPADD(DAY, 3 + r.id % 11, o.placed_at), CONCAT('To whom it may concern. ', r.body)
  FROM review AS r JOIN customer_order AS o ON o.id = 4 * (1 + r.id * 1009 % (2500 * @factor))
 WHERE r.id <= 2500 * @factor;
