-- The posts of a town are stored side by side, in the order of time.
DROP TABLE IF EXISTS chatty_town, town_post;
CREATE TABLE chatty_town (
  id   INT          NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE town_post (
  id        BIGINT       NOT NULL,
  town_id   INT          NOT NULL,
  handle    VARCHAR(60)  NOT NULL,
  text      VARCHAR(700) NOT NULL,
  posted_at DATETIME     NOT NULL,
  PRIMARY KEY (town_id, posted_at, id)
) ENGINE = InnoDB;

INSERT INTO chatty_town (id, name) SELECT id, CONCAT(name, ' on the river') FROM country WHERE id <= 30;
INSERT INTO town_post (id, town_id, handle, text, posted_at)
SELECT r.id, 1 + r.id % 30, CONCAT('@reader', r.customer_id),
       CONCAT(r.body, ' #', REPLACE(topic.name, ' ', '_'), IF(r.id % 3 = 0, ' and #sunday', ''), ' #', REPLACE(place.name, ' ', '_'), '.'),
       TIMESTAMPADD(SECOND, r.id * 700 DIV @factor, TIMESTAMP '2025-05-01 06:00:00')
  FROM review AS r JOIN tag AS topic ON topic.id = 1 + r.id * 7 % 40 JOIN tag AS place ON place.id = 1 + r.id * 13 % 90
 WHERE r.id <= 24000 * @factor;
