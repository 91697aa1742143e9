-- Books that publishers announce, twice: the same rows, and only the index of the second table also holds title and price.
-- Every second book is of one large publisher.
DROP TABLE IF EXISTS announced_book, covered_announced_book;
CREATE TABLE announced_book (
  id           BIGINT        NOT NULL,
  publisher_id BIGINT        NOT NULL,
  title        VARCHAR(255)  NOT NULL,
  price        DECIMAL(8, 2) NOT NULL,
  blurb        VARCHAR(1000) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_announced_book_publisher_id (publisher_id, id)
) ENGINE = InnoDB;
CREATE TABLE covered_announced_book (
  id           BIGINT        NOT NULL,
  publisher_id BIGINT        NOT NULL,
  title        VARCHAR(255)  NOT NULL,
  price        DECIMAL(8, 2) NOT NULL,
  blurb        VARCHAR(1000) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_covered_announced_book_publisher_id (publisher_id, id, title, price)
) ENGINE = InnoDB;

INSERT INTO announced_book (id, publisher_id, title, price, blurb)
SELECT book.id, IF(book.id % 2 = 0, 7, book.publisher_id), book.title, book.price, CONCAT_WS(' ', book.title, review.body)
  FROM book JOIN review ON review.id = book.id WHERE book.id <= 2500 * @factor ORDER BY book.id;
INSERT INTO covered_announced_book (id, publisher_id, title, price, blurb)
SELECT id, publisher_id, title, price, blurb FROM announced_book ORDER BY id;
ANALYZE TABLE announced_book, covered_announced_book;
