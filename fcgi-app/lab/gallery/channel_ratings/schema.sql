-- What the households of a panel have watched, and which spots were sold.
DROP TABLE IF EXISTS rated_channel, rated_viewing, rated_booking;
CREATE TABLE rated_channel (
  id   INT          NOT NULL,
  code CHAR(2)      NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
-- The index has all that the ratings need.
CREATE TABLE rated_viewing (
  id           BIGINT NOT NULL,
  channel_id   INT    NOT NULL,
  viewed_on    DATE   NOT NULL,
  slot         INT    NOT NULL,  -- of three hours
  household_id BIGINT NOT NULL,
  minutes      INT    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_rated_viewing_channel_viewed_on (channel_id, viewed_on, slot, household_id, minutes)
) ENGINE = InnoDB;
CREATE TABLE rated_booking (
  channel_id    INT    NOT NULL,
  seller_id     INT    NOT NULL,
  slot          INT    NOT NULL,
  advertiser_id BIGINT NOT NULL,
  spots         INT    NOT NULL,
  PRIMARY KEY (channel_id, seller_id, slot, advertiser_id)
) ENGINE = InnoDB;

INSERT INTO rated_channel (id, code, name) SELECT id, code, CONCAT(name, ' One') FROM country WHERE id <= 6;
INSERT INTO rated_viewing (id, channel_id, viewed_on, slot, household_id, minutes)
SELECT id, 1 + id % 6, TIMESTAMPADD(DAY, id * 31 % 92, DATE '2025-10-01'), id * 7919 DIV 6 % 8, 1 + id * 104729 % 900, 1 + id * 17 % 170
  FROM order_item WHERE id <= 30000 * @factor;
INSERT INTO rated_booking (channel_id, seller_id, slot, advertiser_id, spots)
SELECT c.id, s.id, (c.id + s.id * 3 + p.id) % 8, p.id, 1 + (p.id * 7 + s.id) % 12
  FROM rated_channel AS c JOIN country AS s ON s.id <= 8 JOIN publisher AS p ON p.id <= 60 AND (p.id + c.id + s.id) % 5 = 0;
ANALYZE TABLE rated_viewing;
