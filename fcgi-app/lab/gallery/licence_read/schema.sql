-- A newspaper with licences for companies, which pay by the article read. The newest two thousand reads are kept.
DROP TABLE IF EXISTS paper_licence, paper_article, paper_paragraph, paper_remark, paper_read;
CREATE TABLE paper_licence (
  id      INT          NOT NULL,
  company VARCHAR(200) NOT NULL,
  price_c INT          NOT NULL,  -- of an article
  read_count BIGINT    NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE paper_article (
  id         BIGINT       NOT NULL,
  section    VARCHAR(20)  NOT NULL,
  headline   VARCHAR(255) NOT NULL,
  reporter   VARCHAR(200) NOT NULL,
  printed_on DATE         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_paper_article_section_id (section, id, headline)
) ENGINE = InnoDB;
CREATE TABLE paper_paragraph (
  article_id BIGINT       NOT NULL,
  position   INT          NOT NULL,
  content    VARCHAR(500) NOT NULL,
  PRIMARY KEY (article_id, position)
) ENGINE = InnoDB;
CREATE TABLE paper_remark (
  article_id BIGINT       NOT NULL,
  number     INT          NOT NULL,
  reader     VARCHAR(200) NOT NULL,
  content    VARCHAR(500) NOT NULL,
  PRIMARY KEY (article_id, number)
) ENGINE = InnoDB;
CREATE TABLE paper_read (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  licence_id INT         NOT NULL,
  article_id BIGINT      NOT NULL,
  read_at    DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO paper_licence (id, company, price_c, read_count) SELECT id, name, 40 + id * 7 % 90, 0 FROM publisher WHERE id <= 60;
INSERT INTO paper_article (id, section, headline, reporter, printed_on)
SELECT b.id, ELT(1 + b.id % 5, 'politics', 'business', 'science', 'culture', 'sport'), b.title, a.name, DATE '2025-12-31' - INTERVAL b.id * 300 DIV (4000 * @factor) DAY
  FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 4000 * @factor;
INSERT INTO paper_paragraph (article_id, position, content)
SELECT 1 + r.id % (4000 * @factor), r.id DIV (4000 * @factor), r.body FROM review AS r WHERE r.id <= 26000 * @factor;
INSERT INTO paper_remark (article_id, number, reader, content)
SELECT 1 + r.id % (4000 * @factor), r.id DIV (4000 * @factor), c.name, r.body
  FROM review AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.id <= 12000 * @factor AND r.id % 3 <> 1;
ANALYZE TABLE paper_article, paper_paragraph, paper_remark;
