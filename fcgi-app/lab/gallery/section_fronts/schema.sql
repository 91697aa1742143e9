DROP TABLE IF EXISTS magazine_article;
CREATE TABLE magazine_article (
  id         BIGINT       NOT NULL,
  section    VARCHAR(20)  NOT NULL,
  written_on DATE         NOT NULL,
  headline   VARCHAR(255) NOT NULL,
  photo      VARCHAR(100) NULL,
  PRIMARY KEY (id),
  KEY idx_magazine_article_section_written_on_id (section, written_on, id)
) ENGINE = InnoDB;
INSERT INTO magazine_article (id, section, written_on, headline, photo)
SELECT id, ELT(1 + id % 6, 'politics', 'city', 'economy', 'arts', 'sports', 'knowledge'),
       TIMESTAMPADD(DAY, id * 1000 DIV (8000 * @factor), DATE '2023-02-01'), title,
       IF(id % 4 = 0, NULL, CONCAT('/photos/', id, '.jpg'))
  FROM book WHERE id <= 8000 * @factor;
ANALYZE TABLE magazine_article;
