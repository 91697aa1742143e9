DROP TABLE IF EXISTS timeline_follow;
DROP TABLE IF EXISTS timeline_post;
CREATE TABLE timeline_follow (
  follower_id BIGINT NOT NULL,
  followed_id BIGINT NOT NULL,
  PRIMARY KEY (follower_id, followed_id)
) ENGINE = InnoDB;
CREATE TABLE timeline_post (
  id        BIGINT       NOT NULL,
  writer_id BIGINT       NOT NULL,
  writer    VARCHAR(200) NOT NULL,
  posted_at DATETIME(6)  NOT NULL,
  body      VARCHAR(500) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_timeline_post_writer_id_id (writer_id, id)
) ENGINE = InnoDB;
-- Reader 1 follows everybody of the first 2,500 writers. The others follow a few.
INSERT INTO timeline_follow (follower_id, followed_id) SELECT 1, id FROM customer WHERE id BETWEEN 2 AND 2500;
INSERT INTO timeline_follow (follower_id, followed_id)
SELECT 2 + id DIV 5, 1 + id * 7919 % 2500 FROM review WHERE id <= 4000 * @factor;
INSERT INTO timeline_post (id, writer_id, writer, posted_at, body)
SELECT r.id, 1 + r.id * 31 % 2500, c.name, r.created_at, r.body
  FROM review AS r JOIN customer AS c ON c.id = 1 + r.id * 31 % 2500 WHERE r.id <= 10000 * @factor;
ANALYZE TABLE timeline_post;
