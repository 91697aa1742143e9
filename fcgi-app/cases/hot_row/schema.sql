-- How often the pages of the first hundred books were visited, one table for each way of counting: a row for each book,
-- 32 rows for each book, and a row that only a background job writes.
DROP TABLE IF EXISTS visit_count;
DROP TABLE IF EXISTS visit_slot;
DROP TABLE IF EXISTS visit_written;
CREATE TABLE visit_count (
  book_id BIGINT NOT NULL,
  visits  BIGINT NOT NULL,
  PRIMARY KEY (book_id)
) ENGINE = InnoDB;

CREATE TABLE visit_slot (
  book_id BIGINT NOT NULL,
  slot    BIGINT NOT NULL,  -- 0 to 31
  visits  BIGINT NOT NULL,
  PRIMARY KEY (book_id, slot)
) ENGINE = InnoDB;

CREATE TABLE visit_written (
  book_id BIGINT NOT NULL,
  visits  BIGINT NOT NULL,
  PRIMARY KEY (book_id)
) ENGINE = InnoDB;

INSERT INTO visit_count (book_id, visits) SELECT id, 0 FROM book WHERE id <= 100;
INSERT INTO visit_slot (book_id, slot, visits)
SELECT book.id, slot.id - 1, 0 FROM book JOIN tag AS slot ON slot.id <= 32 WHERE book.id <= 100;
INSERT INTO visit_written (book_id, visits) SELECT id, 0 FROM book WHERE id <= 100;
