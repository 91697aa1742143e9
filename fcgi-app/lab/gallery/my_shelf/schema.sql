DROP TABLE IF EXISTS starter_shelf;
CREATE TABLE starter_shelf (
  position INT    NOT NULL,
  book_id  BIGINT NOT NULL,
  PRIMARY KEY (position)
) ENGINE = InnoDB;
INSERT INTO starter_shelf (position, book_id) SELECT id, 1 + id * 53 % 9967 FROM book WHERE id <= 640;
