-- Podcasts. podcast_play is the log of plays, of which the newest 2,000 are kept; `plays` is their number until last night.
DROP TABLE IF EXISTS podcast_show, podcast_episode, podcast_chapter, podcast_play;
CREATE TABLE podcast_show (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE podcast_episode (
  id      BIGINT       NOT NULL,
  show_id BIGINT       NOT NULL,
  title   VARCHAR(255) NOT NULL,
  seconds INT          NOT NULL,
  plays   BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE podcast_chapter (
  episode_id BIGINT       NOT NULL,
  begins_at  INT          NOT NULL,
  title      VARCHAR(255) NOT NULL,
  PRIMARY KEY (episode_id, begins_at)
) ENGINE = InnoDB;
CREATE TABLE podcast_play (
  id          BIGINT NOT NULL AUTO_INCREMENT,
  episode_id  BIGINT NOT NULL,
  customer_id BIGINT NULL,  -- NULL for a guest
  second      INT    NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO podcast_show (id, name) SELECT id, CONCAT('The ', name, ' Hour') FROM publisher WHERE id <= 40;
INSERT INTO podcast_episode (id, show_id, title, seconds, plays)
SELECT id, 1 + id % 40, title, 1200 + id * 17 % 3000, id * 131 % 90000 FROM book WHERE id <= 600;
INSERT INTO podcast_chapter (episode_id, begins_at, title)
SELECT episode.id, (part.id - 1) * 240, chapter.name
  FROM podcast_episode AS episode JOIN tag AS part ON part.id <= 3 + episode.id % 6
  JOIN tag AS chapter ON chapter.id = 1 + (episode.id * 7 + part.id) % 500;
INSERT INTO podcast_play (episode_id, customer_id, second)
SELECT 1 + id % 600, customer_id, id * 11 % 1200 FROM customer_order WHERE id <= 2000 ORDER BY id;
