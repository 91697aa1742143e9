-- What the members of the book club wrote, twice: the same rows, and only the second table has an index in the order of the
-- page. Every second review is about the book of the year: about 5,000 of them in x1, 20,000 in x4 and 80,000 in x16.
DROP TABLE IF EXISTS club_review, ordered_club_review;
CREATE TABLE club_review (
  id         BIGINT       NOT NULL,
  book_id    BIGINT       NOT NULL,
  rating     TINYINT      NOT NULL,
  body       VARCHAR(500) NOT NULL,
  written_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_club_review_book_id (book_id)
) ENGINE = InnoDB;
CREATE TABLE ordered_club_review (
  id         BIGINT       NOT NULL,
  book_id    BIGINT       NOT NULL,
  rating     TINYINT      NOT NULL,
  body       VARCHAR(500) NOT NULL,
  written_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_ordered_club_review_book_id_written_at (book_id, written_at, id)
) ENGINE = InnoDB;

INSERT INTO club_review (id, book_id, rating, body, written_at)
SELECT id, IF(id % 2 = 0, 7, book_id), rating, body, created_at FROM review WHERE id <= 10000 * @factor ORDER BY id;
INSERT INTO ordered_club_review (id, book_id, rating, body, written_at)
SELECT id, book_id, rating, body, written_at FROM club_review ORDER BY id;
ANALYZE TABLE club_review, ordered_club_review;
