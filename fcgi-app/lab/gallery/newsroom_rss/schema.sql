DROP TABLE IF EXISTS news_story;
CREATE TABLE news_story (
  id          BIGINT       NOT NULL,
  desk        VARCHAR(20)  NOT NULL,
  reporter_id BIGINT       NOT NULL,
  published_s BIGINT       NOT NULL,  -- seconds since 1970
  headline    VARCHAR(255) NOT NULL,
  lead_text   VARCHAR(500) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_news_story_desk_published_s_id (desk, published_s, id)
) ENGINE = InnoDB;
INSERT INTO news_story (id, desk, reporter_id, published_s, headline, lead_text)
SELECT r.id, ELT(1 + r.id % 8, 'local', 'world', 'sports', 'culture', 'business', 'science', 'travel', 'opinion'),
       1 + r.id * 31 % 1250, 1735689600 + r.id * 31536000 DIV (10000 * @factor), b.title, r.body
  FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 10000 * @factor;
ANALYZE TABLE news_story;
