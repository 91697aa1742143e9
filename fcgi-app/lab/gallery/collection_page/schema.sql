DROP TABLE IF EXISTS collection_book;
DROP TABLE IF EXISTS collection;
CREATE TABLE collection (
  id      BIGINT       NOT NULL,
  name    VARCHAR(255) NOT NULL,
  intro   TEXT         NOT NULL,
  version INT          NOT NULL,  -- raised with every change to the collection
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO collection (id, name, intro, version)
SELECT id, CONCAT('Best of ', name), CONCAT('What our editors like about ', name, '.'), 1 + id * 13 % 70
  FROM tag WHERE id <= 10 * @factor;
CREATE TABLE collection_book (
  collection_id BIGINT       NOT NULL,
  position      INT          NOT NULL,
  title         VARCHAR(255) NOT NULL,  -- as the editors spell it
  comment       VARCHAR(500) NOT NULL,
  book_id       BIGINT       NOT NULL,
  PRIMARY KEY (collection_id, position)
) ENGINE = InnoDB;
INSERT INTO collection_book (collection_id, position, title, comment, book_id)
SELECT c.id, b.id, b.title, r.body, b.id
  FROM collection c JOIN book b ON b.id <= 640 JOIN review r ON r.id = 1 + (b.id * 41 + c.id) % 30000;
