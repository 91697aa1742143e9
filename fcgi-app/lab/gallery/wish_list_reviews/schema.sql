DROP TABLE IF EXISTS wished_book;
CREATE TABLE wished_book (
  customer_id BIGINT        NOT NULL,
  book_id     BIGINT        NOT NULL,
  price_then  DECIMAL(8, 2) NOT NULL,  -- when the book was put on the list
  PRIMARY KEY (customer_id, book_id)
) ENGINE = InnoDB;

INSERT INTO wished_book (customer_id, book_id, price_then)
SELECT 998, id, price + id % 3 FROM book WHERE id % 3 = 0 AND id <= 9000;
INSERT INTO wished_book (customer_id, book_id, price_then)
SELECT DISTINCT r.customer_id, b.id, b.price FROM review AS r JOIN book AS b ON b.id = r.book_id
 WHERE r.customer_id <> 998 AND r.rating = 5 AND r.id <= 6000 * @factor;
