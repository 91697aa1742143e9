-- The topics of an encyclopedia, as a tree: each has up to four topics below it.
DROP TABLE IF EXISTS topic;
CREATE TABLE topic (
  id        BIGINT       NOT NULL,
  parent_id BIGINT       NULL,
  name      VARCHAR(120) NOT NULL,
  articles  INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_topic_parent_id (parent_id)
) ENGINE = InnoDB;
INSERT INTO topic (id, parent_id, name, articles)
SELECT r.id, IF(r.id = 1, NULL, (r.id + 2) DIV 4), CONCAT(t.name, ' ', r.id), r.id * 37 % 61
  FROM review AS r JOIN tag AS t ON t.id = 1 + r.id * 7 % 500 WHERE r.id <= 5000 * @factor;
