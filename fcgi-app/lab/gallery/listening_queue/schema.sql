-- Members of a podcast app, 650 episodes in the queue of each, and where they stopped listening.
DROP TABLE IF EXISTS podcast_queue_episode, podcast_queue_entry, podcast_queue_position;
CREATE TABLE podcast_queue_episode (
  id      BIGINT       NOT NULL,
  podcast VARCHAR(200) NOT NULL,
  title   VARCHAR(255) NOT NULL,
  seconds INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE podcast_queue_entry (
  member_id  INT    NOT NULL,
  place      INT    NOT NULL,
  episode_id BIGINT NOT NULL,
  PRIMARY KEY (member_id, place)
) ENGINE = InnoDB;
CREATE TABLE podcast_queue_position (
  member_id  INT    NOT NULL,
  episode_id BIGINT NOT NULL,
  second     INT    NOT NULL,
  PRIMARY KEY (member_id, episode_id)
) ENGINE = InnoDB;

INSERT INTO podcast_queue_episode (id, podcast, title, seconds)
SELECT b.id, p.name, b.title, 600 + b.id * 7919 % 4800 FROM book AS b JOIN publisher AS p ON p.id = 1 + b.id % 80 WHERE b.id <= 5000 * @factor;
INSERT INTO podcast_queue_entry (member_id, place, episode_id)
SELECT m.id, b.id, 1 + (b.id * 31 + m.id * 977) % (5000 * @factor) FROM country AS m JOIN book AS b ON b.id <= 650 WHERE m.id <= 6 * @factor;
-- A third of the queue has been begun.
INSERT INTO podcast_queue_position (member_id, episode_id, second)
SELECT DISTINCT member_id, episode_id, 30 + episode_id * 13 % 560 FROM podcast_queue_entry WHERE place % 3 = 0;
