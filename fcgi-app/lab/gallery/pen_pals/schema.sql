DROP TABLE IF EXISTS pen_letter;
CREATE TABLE pen_letter (
  id           BIGINT       NOT NULL,
  sender_id    BIGINT       NOT NULL,
  recipient_id BIGINT       NOT NULL,
  subject      VARCHAR(100) NOT NULL,
  posted_on    DATE         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_pen_letter_sender_id (sender_id)
) ENGINE = InnoDB;

-- A member sends and receives about a dozen, however large the club is.
INSERT INTO pen_letter (id, sender_id, recipient_id, subject, posted_on)
SELECT r.id, 1 + r.id * 7 % (2500 * @factor), 1 + (r.id * 11 + r.id DIV 2500 * 3 + 5) % (2500 * @factor), LEFT(b.title, 100),
       TIMESTAMPADD(DAY, r.id * 7919 % 2000, DATE '2020-06-01')
  FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 30000 * @factor;
