-- Editions of a festival: forty films compete in each, and 450 guests come. A larger database has more editions, as the festival is older.
DROP TABLE IF EXISTS shorts_edition, shorts_film, shorts_guest;
CREATE TABLE shorts_edition (
  number   INT          NOT NULL,
  title    VARCHAR(100) NOT NULL,
  opens_on DATE         NOT NULL,
  greeting VARCHAR(300) NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE shorts_film (
  edition  INT          NOT NULL,
  position INT          NOT NULL,
  title    VARCHAR(255) NOT NULL,
  director VARCHAR(200) NOT NULL,
  seconds  INT          NOT NULL,
  PRIMARY KEY (edition, position)
) ENGINE = InnoDB;
CREATE TABLE shorts_guest (
  id         BIGINT       NOT NULL,
  edition    INT          NOT NULL,
  name       VARCHAR(200) NOT NULL,
  country_id BIGINT       NOT NULL,
  arrives_at DATETIME     NOT NULL,
  PRIMARY KEY (id),
  KEY idx_shorts_guest_edition_arrives_at_id (edition, arrives_at, id)
) ENGINE = InnoDB;

INSERT INTO shorts_edition (number, title, opens_on, greeting)
SELECT id, CONCAT('Short Nights no. ', id), DATE '2005-05-02' + INTERVAL id * 26 WEEK, CONCAT('Welcome to ', name, '. The bar is open until the last reel.')
  FROM tag WHERE id <= 20 * @factor;
INSERT INTO shorts_film (edition, position, title, director, seconds)
SELECT 1 + (b.id - 1) DIV 40, 1 + (b.id - 1) % 40, b.title, a.name, 120 + b.id * 7919 % 1500
  FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 800 * @factor;
INSERT INTO shorts_guest (id, edition, name, country_id, arrives_at)
SELECT o.id, 1 + (o.id - 1) DIV 450, c.name, 1 + o.id * 31 % 120, TIMESTAMPADD(MINUTE, o.id * 7919 % 2800, DATE '2005-05-01' + INTERVAL (1 + (o.id - 1) DIV 450) * 26 WEEK)
  FROM customer_order AS o JOIN customer AS c ON c.id = o.customer_id WHERE o.id <= 9000 * @factor;
ANALYZE TABLE shorts_film, shorts_guest;
