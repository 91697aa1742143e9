-- Newsletters that were written with a word processor. Their conditional comments have lost their ends.
DROP TABLE IF EXISTS newsletter, newsletter_block;
CREATE TABLE newsletter (
  id      BIGINT       NOT NULL,
  subject VARCHAR(255) NOT NULL,
  sender  VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE newsletter_block (
  newsletter_id BIGINT       NOT NULL,
  position      INT          NOT NULL,
  html          VARCHAR(700) NOT NULL,
  PRIMARY KEY (newsletter_id, position)
) ENGINE = InnoDB;

INSERT INTO newsletter (id, subject, sender) SELECT id, CONCAT('News of ', name), name FROM publisher WHERE id <= 12;
INSERT INTO newsletter_block (newsletter_id, position, html)
SELECT letter.id, book.id, CONCAT(IF(book.id % 8 = 1, '<!--[if mso]>', ''), '<p>New on our shelves: no. ', book.id, ', ', LEFT(tag.name, 20), ', EUR ', book.price, '</p>', CHAR(10 USING utf8mb4))
  FROM newsletter AS letter JOIN book ON book.id <= 640 JOIN tag ON tag.id = 20 + (book.id + letter.id) % 20;
