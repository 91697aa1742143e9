DROP TABLE IF EXISTS translation;
CREATE TABLE translation (
  book_id     BIGINT       NOT NULL,
  original_id BIGINT       NOT NULL,
  translator  VARCHAR(200) NOT NULL,
  PRIMARY KEY (book_id)
) ENGINE = InnoDB;
INSERT INTO translation (book_id, original_id, translator)
SELECT b.id, 1 + b.id * 41 % 9973, c.name
  FROM book b JOIN customer c ON c.id = 1 + b.id * 17 % 2477 WHERE b.id % 3 = 0;
