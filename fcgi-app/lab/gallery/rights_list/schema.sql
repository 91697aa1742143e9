-- A literary agency: titles, the licences that were sold for them, and the offers of publishers that are still open.
DROP TABLE IF EXISTS rights_fair, rights_title, rights_licence, rights_offer;
CREATE TABLE rights_fair (
  id        INT          NOT NULL,
  name      VARCHAR(60)  NOT NULL,
  stand     VARCHAR(20)  NOT NULL,
  opens_on  DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE rights_title (
  id           BIGINT       NOT NULL,
  title        VARCHAR(255) NOT NULL,
  author       VARCHAR(200) NOT NULL,
  pages        INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE rights_licence (
  title_id   BIGINT       NOT NULL,
  language   VARCHAR(20)  NOT NULL,
  publisher  VARCHAR(200) NOT NULL,
  until_year INT          NOT NULL,
  PRIMARY KEY (title_id, language)
) ENGINE = InnoDB;
CREATE TABLE rights_offer (
  id       BIGINT       NOT NULL,
  title_id BIGINT       NOT NULL,
  language VARCHAR(20)  NOT NULL,
  bidder   VARCHAR(200) NOT NULL,
  euros    INT          NOT NULL,
  ends_on  DATE         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_rights_offer_title_id_ends_on (title_id, ends_on)
) ENGINE = InnoDB;

INSERT INTO rights_fair (id, name, stand, opens_on) VALUES
  (1, 'Frankfurt', '6.3 LitAg 12 B', '2026-10-07'), (2, 'London', 'IRC 4 F', '2026-03-10'), (3, 'Bologna', 'Hall 29 A 41', '2026-04-13');
INSERT INTO rights_title (id, title, author, pages)
SELECT b.id, b.title, a.name, 120 + b.id * 31 % 500 FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 4000 * @factor;
INSERT INTO rights_licence (title_id, language, publisher, until_year)
SELECT 1 + i.id % (4000 * @factor),
       ELT(1 + (i.id + i.id DIV (4000 * @factor)) % 9, 'Danish', 'Dutch', 'French', 'German', 'Italian', 'Korean', 'Polish', 'Spanish', 'Turkish'),
       p.name, 2026 + i.id % 7
  FROM order_item AS i JOIN publisher AS p ON p.id = 1 + i.id * 17 % 1000 WHERE i.id <= 12000 * @factor AND i.id % 5 <> 2;
INSERT INTO rights_offer (id, title_id, language, bidder, euros, ends_on)
SELECT i.id, 1 + i.id * 7919 % (4000 * @factor), ELT(1 + i.id % 4, 'Arabic', 'Chinese', 'Greek', 'Japanese'), p.name, 500 * (1 + i.id % 40),
       DATE '2026-02-01' + INTERVAL i.id * 11 % 120 DAY
  FROM order_item AS i JOIN publisher AS p ON p.id = 1 + i.id * 29 % 1000 WHERE i.id <= 9000 * @factor;
ANALYZE TABLE rights_title, rights_licence, rights_offer;
