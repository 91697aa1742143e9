-- One long wish list; its products are spread over the whole table. 24,989 is the largest prime below the 25,000
-- products of the smallest dataset, so no product is on the list twice.
DROP TABLE IF EXISTS wish;
CREATE TABLE wish (
  list_id    BIGINT NOT NULL,
  position   INT    NOT NULL,
  product_id BIGINT NOT NULL,
  PRIMARY KEY (list_id, position)
) ENGINE = InnoDB;

INSERT INTO wish (list_id, position, product_id)
SELECT 1, id, 1 + id * 7919 % 24989 FROM product WHERE id <= 2560;
