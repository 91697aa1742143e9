-- Dairy cows and their milkings of twenty days. A cell count is in thousands.
DROP TABLE IF EXISTS dairy_cow, dairy_milking;
CREATE TABLE dairy_cow (
  id        BIGINT       NOT NULL,
  ear_tag   VARCHAR(20)  NOT NULL,
  name      VARCHAR(100) NOT NULL,
  calved_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE dairy_milking (
  cow_id     BIGINT   NOT NULL,
  milked_at  DATETIME NOT NULL,
  decilitres BIGINT   NOT NULL,
  cells      BIGINT   NOT NULL,
  PRIMARY KEY (cow_id, milked_at)
) ENGINE = InnoDB;
INSERT INTO dairy_cow (id, ear_tag, name, calved_on)
SELECT id, CONCAT('DE 09 ', LPAD(id * 104729 % 100000000, 8, '0')),
       ELT(1 + id % 12, 'Alma', 'Berta', 'Clara', 'Dora', 'Elsa', 'Flora', 'Greta', 'Heidi', 'Irma', 'Lotte', 'Mina', 'Resi'),
       DATE '2025-03-01' + INTERVAL id * 17 % 280 DAY
  FROM customer WHERE id <= 500 * @factor;
INSERT INTO dairy_milking (cow_id, milked_at, decilitres, cells)
SELECT 1 + id % (500 * @factor), TIMESTAMPADD(HOUR, 12 * (id DIV (500 * @factor)), TIMESTAMP '2025-12-12 05:00:00'),
       80 + id % (500 * @factor) * 7 % 90 + id DIV (500 * @factor) * 13 % 37, 40 + id * 7919 % 190
  FROM order_item WHERE id < 20000 * @factor;
ANALYZE TABLE dairy_milking;
