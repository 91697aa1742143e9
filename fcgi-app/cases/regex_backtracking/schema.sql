-- Reviews that were pasted from a word processor: the text, a gap, the date in the next column, and blanks at the end. There
-- is one review for each width of the gap from 1 to 2,560, in every dataset.
DROP TABLE IF EXISTS pasted_review;
CREATE TABLE pasted_review (
  gap      INT          NOT NULL,  -- blanks between the text and the date
  reviewer VARCHAR(200) NOT NULL,
  body     TEXT         NOT NULL,
  PRIMARY KEY (gap)
) ENGINE = InnoDB;

INSERT INTO pasted_review (gap, reviewer, body)
SELECT review.id, customer.name,
       CONCAT(review.body, REPEAT(' ', review.id), DATE_FORMAT(review.created_at, '%Y-%m-%d'), '    ')
  FROM review JOIN customer ON customer.id = review.customer_id WHERE review.id <= 2560 ORDER BY review.id;
