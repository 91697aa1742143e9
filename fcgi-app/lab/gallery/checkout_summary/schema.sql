DROP TABLE IF EXISTS summary_line;
CREATE TABLE summary_line (
  checkout_id BIGINT NOT NULL,
  position    INT    NOT NULL,
  book_id     BIGINT NOT NULL,
  quantity    INT    NOT NULL,
  PRIMARY KEY (checkout_id, position)
) ENGINE = InnoDB;

-- Checkout 1 is a library's yearly purchase; the others are ordinary ones.
INSERT INTO summary_line (checkout_id, position, book_id, quantity)
SELECT 1, id, id, 1 + id % 4 FROM book WHERE id <= 2560;
INSERT INTO summary_line (checkout_id, position, book_id, quantity)
SELECT 2 + book_id % 500, id, book_id, quantity FROM order_item WHERE id <= 3000 * @factor;
