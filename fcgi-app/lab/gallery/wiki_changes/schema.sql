DROP TABLE IF EXISTS wiki_revision;
CREATE TABLE wiki_revision (
  page_id  BIGINT       NOT NULL,
  revision INT          NOT NULL,
  editor   VARCHAR(200) NOT NULL,
  saved_at DATETIME     NOT NULL,
  body     MEDIUMTEXT   NOT NULL,
  PRIMARY KEY (page_id, revision)
) ENGINE = InnoDB;
INSERT INTO wiki_revision (page_id, revision, editor, saved_at, body)
SELECT d.id, 1, a.name, TIMESTAMP '2025-05-01 10:00:00', LEFT(d.body, 6000)
  FROM document AS d JOIN author AS a ON a.id = d.author_id WHERE d.id <= 160 * @factor;
INSERT INTO wiki_revision (page_id, revision, editor, saved_at, body)
SELECT r.page_id, 2, c.name, TIMESTAMP '2025-06-11 17:30:00',
       REPLACE(REPLACE(r.body, 'There is no evidence that the tower was ever finished. ', ''), 'The price of paper doubled', 'The price of paper nearly tripled')
  FROM wiki_revision AS r JOIN customer AS c ON c.id = 1 + r.page_id % 2500;
