-- A forum with long threads of 1,000 posts. A larger database has more threads.
DROP TABLE IF EXISTS talk_thread, talk_member, talk_post;
CREATE TABLE talk_thread (
  id    INT          NOT NULL,
  title VARCHAR(255) NOT NULL,
  posts INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE talk_member (
  id   BIGINT       NOT NULL,
  nick VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE talk_post (
  thread_id INT      NOT NULL,
  number    INT      NOT NULL,
  member_id BIGINT   NOT NULL,
  posted_at DATETIME NOT NULL,
  text      TEXT     NOT NULL,
  PRIMARY KEY (thread_id, number)
) ENGINE = InnoDB;

INSERT INTO talk_thread (id, title, posts) SELECT id, CONCAT('What do you think of ', title, '?'), 1000 FROM book WHERE id <= 20 * @factor;
INSERT INTO talk_member (id, nick) SELECT id, LOWER(REPLACE(name, ' ', '.')) FROM customer WHERE id <= 2500;
INSERT INTO talk_post (thread_id, number, member_id, posted_at, text)
SELECT 1 + (id - 1) DIV 1000, 1 + (id - 1) % 1000, 1 + id * 7919 % 2500, TIMESTAMPADD(MINUTE, id % 1000 * 13, TIMESTAMP '2025-10-01 18:00:00'), body
  FROM review WHERE id <= 20000 * @factor;
ANALYZE TABLE talk_post;
