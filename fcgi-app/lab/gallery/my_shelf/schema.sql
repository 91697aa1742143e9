DROP TABLE IF EXISTS starter_shelf;
CREATE TABLE starter_shelf (
  position INT    NOT NULL,
  book_id  BIGINT NOT NULL,
  PRIMARY KEY (position)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO starter_shelf (position, book_id) SELECT id, 1 + id * 53 % 9967 FROM book WHERE id <= 640;
