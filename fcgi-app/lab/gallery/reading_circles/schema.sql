DROP TABLE IF EXISTS reading_circle;
CREATE TABLE reading_circle (
  id              BIGINT       NOT NULL,
  name            VARCHAR(300) NOT NULL,
  last_message_id BIGINT       NOT NULL,  -- in review; set when a message is posted
  is_quiet        TINYINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_reading_circle_last_message_id (last_message_id)
) ENGINE = InnoDB;

INSERT INTO reading_circle (id, name, last_message_id, is_quiet)
SELECT b.id, CONCAT('Reading ', b.title), last.review_id, last.messages < 3
  FROM (SELECT book_id, MAX(id) AS review_id, COUNT(*) AS messages FROM review
         WHERE id <= 30000 * @factor GROUP BY book_id) AS last
  JOIN book AS b ON b.id = last.book_id;
