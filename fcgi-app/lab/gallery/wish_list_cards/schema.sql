DROP TABLE IF EXISTS wish_card;
CREATE TABLE wish_card (
  list_id  BIGINT       NOT NULL,
  position INT          NOT NULL,
  book_id  BIGINT       NOT NULL,
  note     VARCHAR(100) NOT NULL,
  PRIMARY KEY (list_id, position)
) ENGINE = InnoDB;

INSERT INTO wish_card (list_id, position, book_id, note)
SELECT 1, id, 1 + id * 37 % 9973, IF(id % 5 = 0, 'for the holidays', '') FROM book WHERE id <= 2560;
INSERT INTO wish_card (list_id, position, book_id, note)
SELECT 1 + customer_id, id, book_id, '' FROM review WHERE rating = 5 AND id <= 6000 * @factor;
