-- The reading list of a library, which has 10,000 books in every dataset. Its order has nothing to do with the ids.
DROP TABLE IF EXISTS reading_list_entry;
CREATE TABLE reading_list_entry (
  id       BIGINT NOT NULL AUTO_INCREMENT,
  list_id  BIGINT NOT NULL,
  position INT    NOT NULL,
  book_id  BIGINT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_reading_list_entry_list_id_position (list_id, position),
  UNIQUE KEY idx_reading_list_entry_list_id_book_id (list_id, book_id)
) ENGINE = InnoDB;

INSERT INTO reading_list_entry (list_id, position, book_id)
SELECT 1, placed.position, placed.id
  FROM (SELECT id, 1 + (id * 7919 + 4321) % (10000 * @factor) AS position FROM book) AS placed
 WHERE placed.position <= 10000
 ORDER BY placed.position;
ANALYZE TABLE reading_list_entry;
