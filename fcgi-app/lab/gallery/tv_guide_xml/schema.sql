-- Line-ups of television channels and the broadcasts on them, as an agency delivers them.
DROP TABLE IF EXISTS tv_lineup, tv_lineup_channel, tv_listing;
CREATE TABLE tv_lineup (
  id      INT         NOT NULL,
  name    VARCHAR(60) NOT NULL,
  version INT         NOT NULL,  -- goes up with each delivery
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tv_lineup_channel (
  lineup_id  INT          NOT NULL,
  channel_no INT          NOT NULL,
  name       VARCHAR(200) NOT NULL,
  PRIMARY KEY (lineup_id, channel_no)
) ENGINE = InnoDB;
CREATE TABLE tv_listing (
  lineup_id  INT          NOT NULL,
  number     INT          NOT NULL,
  channel_no INT          NOT NULL,
  starts_s   BIGINT       NOT NULL,  -- seconds since 1970
  ends_s     BIGINT       NOT NULL,
  title      VARCHAR(255) NOT NULL,
  synopsis   VARCHAR(500) NOT NULL,
  PRIMARY KEY (lineup_id, number)
) ENGINE = InnoDB;
INSERT INTO tv_lineup (id, name, version)
SELECT id, CONCAT('Cable ', id), 400 + id * 7 FROM publisher WHERE id <= 4 * @factor;
INSERT INTO tv_lineup_channel (lineup_id, channel_no, name)
SELECT l.id, c.id, CONCAT(c.name, ' TV') FROM tv_lineup AS l JOIN country AS c ON c.id <= 12;
INSERT INTO tv_listing (lineup_id, number, channel_no, starts_s, ends_s, title, synopsis)
SELECT 1 + (r.id - 1) DIV 2560, 1 + (r.id - 1) % 2560, 1 + (r.id - 1) % 12,
       1773446400 + (r.id - 1) % 2560 DIV 12 * 2700, 1773449100 + (r.id - 1) % 2560 DIV 12 * 2700, b.title, r.body
  FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 10240 * @factor;
ANALYZE TABLE tv_listing;
