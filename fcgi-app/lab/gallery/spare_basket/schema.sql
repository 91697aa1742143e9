-- What mechanics have put into their baskets for the next order.
DROP TABLE IF EXISTS mechanic_basket;
CREATE TABLE mechanic_basket (
  mechanic_id INT         NOT NULL,
  position    INT         NOT NULL,
  sku         VARCHAR(20) NOT NULL,
  pieces      INT         NOT NULL,
  for_machine VARCHAR(40) NOT NULL,
  PRIMARY KEY (mechanic_id, position)
) ENGINE = InnoDB;
INSERT INTO mechanic_basket (mechanic_id, position, sku, pieces, for_machine)
SELECT m.id, b.id, p.sku, 1 + b.id % 5, CONCAT('Loom ', 1 + b.id % 40)
  FROM country AS m JOIN book AS b ON b.id <= 650 JOIN indexed_product AS p ON p.id = 1 + (m.id * 4001 + b.id * 29) % 25000
 WHERE m.id <= 5 * @factor;
