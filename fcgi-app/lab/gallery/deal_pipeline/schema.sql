DROP TABLE IF EXISTS sales_deal;
CREATE TABLE sales_deal (
  id        BIGINT       NOT NULL,
  stage     VARCHAR(20)  NOT NULL,
  place     BIGINT       NOT NULL,
  name      VARCHAR(240) NOT NULL,
  owner_id  BIGINT       NOT NULL,
  cents     BIGINT       NOT NULL,
  closes_on DATE         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_sales_deal_stage_place (stage, place)
) ENGINE = InnoDB;

-- More than half of the deals are closed and no longer on the board.
INSERT INTO sales_deal (id, stage, place, name, owner_id, cents, closes_on)
SELECT o.id, ELT(1 + o.id % 12, 'lead', 'contacted', 'offer', 'negotiation', 'contract', 'lost', 'won', 'lost', 'lost',
           'won', 'lost', 'lost'),
       o.id DIV 12 * 7919 % (900 * @factor), CONCAT('Library of ', c.name), 1 + o.id * 3 % 40,
       100000 + o.id * 104729 % 9000000, DATE '2025-11-01' + INTERVAL o.id * 31 % 240 DAY
  FROM customer_order AS o JOIN customer AS c ON c.id = o.customer_id WHERE o.id <= 10000 * @factor;
