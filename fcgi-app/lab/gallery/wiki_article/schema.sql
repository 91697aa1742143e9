-- Articles of an encyclopedia, paragraph by paragraph, with links in double brackets.
DROP TABLE IF EXISTS wiki_article, wiki_paragraph;
CREATE TABLE wiki_article (
  id     BIGINT       NOT NULL,
  title  VARCHAR(255) NOT NULL,
  editor VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE wiki_paragraph (
  article_id BIGINT       NOT NULL,
  position   INT          NOT NULL,
  text       VARCHAR(900) NOT NULL,
  PRIMARY KEY (article_id, position)
) ENGINE = InnoDB;

INSERT INTO wiki_article (id, title, editor)
SELECT document.id, document.title, customer.name FROM document JOIN customer ON customer.id = document.id WHERE document.id <= 15;
INSERT INTO wiki_paragraph (article_id, position, text)
SELECT article.id, review.id,
       CONCAT('See [[', country.name, ']] for the place [1], and [[', tag.name, '|what is said there]]. ', LEFT(review.body, 200))
  FROM wiki_article AS article JOIN review ON review.id <= 640
  JOIN country ON country.id = 1 + (review.id * 3 + article.id) % 120 JOIN tag ON tag.id = 20 + (review.id + article.id) % 20;
