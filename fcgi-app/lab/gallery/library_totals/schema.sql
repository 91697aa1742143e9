DROP TABLE IF EXISTS branch_total;
CREATE TABLE branch_total (
  branch     VARCHAR(40) NOT NULL,
  section    INT         NOT NULL,
  books      INT         NOT NULL,
  counted_at DATETIME(6) NOT NULL,
  PRIMARY KEY (branch, section)
) ENGINE = InnoDB;

-- Six branches with twenty sections.
INSERT INTO branch_total (branch, section, books, counted_at)
SELECT ELT(1 + counted.section DIV 20, 'Central', 'Harbour', 'Hill', 'Market', 'Old Town', 'University'),
       counted.section % 20, counted.books, TIMESTAMP '2025-12-31 06:00:00'
  FROM (SELECT id % 120 AS section, COUNT(*) AS books FROM book GROUP BY id % 120) AS counted;
