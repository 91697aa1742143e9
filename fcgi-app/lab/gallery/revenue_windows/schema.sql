-- The monthly revenue of each branch. A region has two hundred branches; the number of regions grows with the dataset.
DROP TABLE IF EXISTS branch_revenue;
CREATE TABLE branch_revenue (
  region_id INT     NOT NULL,
  branch_id BIGINT  NOT NULL,
  month     CHAR(7) NOT NULL,
  cents     BIGINT  NOT NULL,
  PRIMARY KEY (region_id, branch_id, month)
) ENGINE = InnoDB;
INSERT INTO branch_revenue (region_id, branch_id, month, cents)
SELECT 1 + (id - 1) DIV 2400, 1 + (id - 1) DIV 12 % 200, CONCAT('2025-', LPAD(1 + (id - 1) % 12, 2, '0')),
       900000 + id * 7919 % 700000
  FROM order_item WHERE id <= 4800 * @factor;
