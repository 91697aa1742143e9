-- InnoDB ends the index on the edition with the primary key, so it has the order of the ids.
DROP TABLE IF EXISTS newsletter_reader;
CREATE TABLE newsletter_reader (
  id        BIGINT       NOT NULL,
  edition   VARCHAR(20)  NOT NULL,
  email     VARCHAR(220) NOT NULL,
  source    VARCHAR(20)  NOT NULL,
  joined_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_newsletter_reader_edition (edition)
) ENGINE = InnoDB;
INSERT INTO newsletter_reader (id, edition, email, source, joined_at)
SELECT r.id, ELT(1 + r.id * 7 % 5, 'crime', 'poetry', 'crime', 'travel', 'children'), c.email,
       ELT(1 + r.id % 3, 'checkout', 'footer', 'book fair'), r.created_at
  FROM review AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.id <= 30000 * @factor;
