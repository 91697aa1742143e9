-- A newspaper's articles with their editors, and how many read each of them hour by hour.
DROP TABLE IF EXISTS desk_article, desk_reading;
CREATE TABLE desk_article (
  id         BIGINT       NOT NULL,
  section    VARCHAR(20)  NOT NULL,
  headline   VARCHAR(255) NOT NULL,
  editor_id  BIGINT       NOT NULL,
  words      INT          NOT NULL,
  printed_on DATE         NULL,
  PRIMARY KEY (id),
  KEY idx_desk_article_editor_id_printed_on_id (editor_id, printed_on, id)
) ENGINE = InnoDB;
CREATE TABLE desk_reading (
  id         BIGINT   NOT NULL,
  article_id BIGINT   NOT NULL,
  read_hour  DATETIME NOT NULL,
  readers    INT      NOT NULL,
  seconds    INT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_desk_reading_read_hour (read_hour, article_id, readers, seconds)
) ENGINE = InnoDB;

INSERT INTO desk_article (id, section, headline, editor_id, words, printed_on)
SELECT id, ELT(1 + id % 5, 'city', 'region', 'business', 'sport', 'culture'), title, 1 + id * 7 % 200, 120 + id * 31 % 900,
       IF(id % 9 = 3, NULL, DATE '2025-12-31' - INTERVAL id % 90 DAY)
  FROM book WHERE id <= 4000 * @factor;
INSERT INTO desk_reading (id, article_id, read_hour, readers, seconds)
SELECT id, 1 + id * 7919 % (4000 * @factor), TIMESTAMP '2025-12-31 22:00:00' - INTERVAL id * 13 % 720 HOUR, 3 + id * 37 % 400, 20 + id * 11 % 160
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE desk_article, desk_reading;
