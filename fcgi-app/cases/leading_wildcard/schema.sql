-- The shop's titles with a full-text index that has every word of three letters or more, also "The" and "How".
DROP TABLE IF EXISTS searchable_book;
-- The index is made before the rows: MariaDB 10.11 stores the words of rows that exist already in small letters, even
-- if the collation distinguishes capital letters, and then doesn't find them.
SET SESSION innodb_ft_enable_stopword = OFF;
CREATE TABLE searchable_book (
  id    BIGINT       NOT NULL,
  title VARCHAR(255) NOT NULL,
  year  INT          NOT NULL,
  PRIMARY KEY (id),
  FULLTEXT KEY idx_searchable_book_title (title)
) ENGINE = InnoDB;
INSERT INTO searchable_book (id, title, year)
SELECT id, title, year FROM book WHERE id <= 10000 * @factor ORDER BY id;
ANALYZE TABLE searchable_book;
