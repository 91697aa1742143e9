-- New titles of publishing houses, for the book trade.
DROP TABLE IF EXISTS onix_sender, onix_title;
CREATE TABLE onix_sender (
  id    INT          NOT NULL,
  name  VARCHAR(200) NOT NULL,
  email VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE onix_title (
  id           BIGINT       NOT NULL,
  sender_id    INT          NOT NULL,
  isbn         CHAR(13)     NOT NULL,
  title        VARCHAR(255) NOT NULL,
  author       VARCHAR(200) NOT NULL,
  pages        INT          NOT NULL,
  thema        VARCHAR(6)   NOT NULL,
  blurb        VARCHAR(500) NOT NULL,
  published_on DATE         NOT NULL,
  price_c      INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_onix_title_sender_id_id (sender_id, id)
) ENGINE = InnoDB;

INSERT INTO onix_sender (id, name, email) SELECT p.id, p.name, CONCAT('onix@house', p.id, '.example') FROM publisher AS p WHERE p.id <= 4;
INSERT INTO onix_title (id, sender_id, isbn, title, author, pages, thema, blurb, published_on, price_c)
SELECT r.id, 1 + r.id % 4, CONCAT('978', LPAD(r.id * 104729 % 9999999967, 10, '0')), b.title, a.name, 80 + r.id * 31 % 700, ELT(1 + r.id % 5, 'FBA', 'FH', 'NHTB', 'WB', 'YFB'), r.body,
       DATE '2026-03-01' + INTERVAL r.id % 180 DAY, 990 + r.id * 13 % 30 * 100
  FROM review AS r JOIN book AS b ON b.id = r.book_id JOIN author AS a ON a.id = b.author_id WHERE r.id <= 10400 * @factor;
ANALYZE TABLE onix_title;
