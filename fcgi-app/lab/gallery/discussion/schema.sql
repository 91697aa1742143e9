-- A forum: each post belongs to a topic and answers an earlier post, or none if it opened a branch.
DROP TABLE IF EXISTS forum_post;
CREATE TABLE forum_post (
  topic_id  BIGINT       NOT NULL,
  number    BIGINT       NOT NULL,  -- within the topic, from 1
  parent    BIGINT       NULL,
  writer    VARCHAR(200) NOT NULL,
  body      VARCHAR(500) NOT NULL,
  posted_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (topic_id, number)
) ENGINE = InnoDB;

-- Three topics. The parent has a lower number, often a much lower one.
INSERT INTO forum_post (topic_id, number, parent, writer, body, posted_at)
SELECT 1 + r.id % 3, 1 + r.id DIV 3,
       IF(r.id DIV 3 % 12 = 0, NULL, r.id DIV 3 - r.id DIV 3 * 7 % (r.id DIV 3 % 12)),
       c.name, r.body, r.created_at
  FROM review AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.id <= 15000 * @factor;
