-- Places of a travel guide, and opinions that were taken over from an older one as they were. Each place has about fifty.
DROP TABLE IF EXISTS stay_place, stay_opinion;
CREATE TABLE stay_place (
  id         BIGINT       NOT NULL,
  slug       VARCHAR(80)  NOT NULL,
  name       VARCHAR(300) NOT NULL,
  country_id BIGINT       NOT NULL,
  about      VARCHAR(500) NOT NULL,
  beds       INT          NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_stay_place_slug (slug),
  KEY idx_stay_place_country_id (country_id)
) ENGINE = InnoDB;
CREATE TABLE stay_opinion (
  id         BIGINT       NOT NULL,
  place_slug VARCHAR(80)  CHARACTER SET latin1 NOT NULL,
  stars      INT          NOT NULL,
  nights     INT          NOT NULL,
  stayed_on  DATE         NOT NULL,
  text       VARCHAR(500) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_stay_opinion_place_slug_stayed_on_id (place_slug, stayed_on, id)
) ENGINE = InnoDB;
INSERT INTO stay_place (id, slug, name, country_id, about, beds)
SELECT r.id, CONCAT('hostel-', r.id), CONCAT('Hostel ', b.title), 1 + r.id * 7 % 120, r.body, 8 + r.id * 37 % 60
  FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 600 * @factor;
INSERT INTO stay_opinion (id, place_slug, stars, nights, stayed_on, text)
SELECT id, CONCAT('hostel-', 1 + id * 7919 % (600 * @factor)), rating, 1 + id % 9, DATE '2021-03-01' + INTERVAL id * 31 % 1800 DAY, body
  FROM review WHERE id <= 30000 * @factor;
ANALYZE TABLE stay_place, stay_opinion;
