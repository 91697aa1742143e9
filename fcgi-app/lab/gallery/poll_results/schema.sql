DROP TABLE IF EXISTS poll_vote;
DROP TABLE IF EXISTS poll;
CREATE TABLE poll (
  id       BIGINT       NOT NULL,
  question VARCHAR(300) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO poll (id, question)
SELECT id, CONCAT('Shall we read "', title, '" next?') FROM book WHERE id <= 640;

CREATE TABLE poll_vote (
  id        BIGINT  NOT NULL,
  poll_id   BIGINT  NOT NULL,
  member_id BIGINT  NOT NULL,
  choice    TINYINT NOT NULL,
  PRIMARY KEY (id),
  KEY idx_poll_vote_poll_choice (poll_id, choice)
) ENGINE = InnoDB;

-- A larger club casts more votes in each of its polls.
INSERT INTO poll_vote (id, poll_id, member_id, choice)
SELECT id, 1 + id % 640, customer_id, CASE WHEN rating >= 4 THEN 0 WHEN rating <= 2 THEN 1 ELSE 2 END
  FROM review WHERE id <= 30000 * @factor;
