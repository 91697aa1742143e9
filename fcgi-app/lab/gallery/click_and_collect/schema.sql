-- Each branch has a stock table of its own, which its till writes to.
DROP TABLE IF EXISTS branch_stock_north, branch_stock_harbour, branch_stock_station, branch_stock_market;
CREATE TABLE branch_stock_north (
  book_id BIGINT      NOT NULL,
  shelf   VARCHAR(10) NOT NULL,
  copies  INT         NOT NULL,
  PRIMARY KEY (book_id)
) ENGINE = InnoDB;
CREATE TABLE branch_stock_harbour LIKE branch_stock_north;
CREATE TABLE branch_stock_station LIKE branch_stock_north;
CREATE TABLE branch_stock_market LIKE branch_stock_north;

INSERT INTO branch_stock_north (book_id, shelf, copies)
SELECT id, CONCAT('N', 1 + id % 40), id * 7 % 5 FROM book WHERE id % 9 <> 0;
INSERT INTO branch_stock_harbour (book_id, shelf, copies)
SELECT id, CONCAT('H', 1 + id % 25), id * 3 % 4 FROM book WHERE id % 7 <> 0;
INSERT INTO branch_stock_station (book_id, shelf, copies)
SELECT id, CONCAT('S', 1 + id % 12), id * 11 % 6 FROM book WHERE id % 5 <> 0;
INSERT INTO branch_stock_market (book_id, shelf, copies)
SELECT id, CONCAT('M', 1 + id % 30), id * 5 % 3 FROM book WHERE id % 4 <> 0;
