DROP TABLE IF EXISTS gift_list_entry, gift_list;
CREATE TABLE gift_list (
  id        BIGINT       NOT NULL,
  title     VARCHAR(220) NOT NULL,
  needed_on DATE         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_gift_list_needed_on_id (needed_on, id)
) ENGINE = InnoDB;
CREATE TABLE gift_list_entry (
  list_id BIGINT NOT NULL,
  book_id BIGINT NOT NULL,
  wanted  INT    NOT NULL,
  given   INT    NOT NULL,
  PRIMARY KEY (list_id, book_id)
) ENGINE = InnoDB;

INSERT INTO gift_list (id, title, needed_on)
SELECT id, CONCAT('For ', name), DATE '2026-01-01' + INTERVAL id * 7 % 365 DAY FROM customer WHERE id <= 2500;
INSERT IGNORE INTO gift_list_entry (list_id, book_id, wanted, given)
SELECT 1 + (book_id * 7 + tag_id * 11) % 2500, book_id, 1 + tag_id % 4, tag_id % 3
  FROM book_tag WHERE book_id <= 6000;
