-- The streams of a broadcaster that are live: programmes, sports grounds, parliaments. And how many have watched each.
DROP TABLE IF EXISTS stream_region, region_stream, stream_audience;
CREATE TABLE stream_region (
  id       INT         NOT NULL,
  name     VARCHAR(60) NOT NULL,
  language CHAR(2)     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE region_stream (
  region_id INT          NOT NULL,
  position  INT          NOT NULL,
  code      CHAR(8)      NOT NULL,
  title     VARCHAR(255) NOT NULL,
  began_at  DATETIME     NOT NULL,
  PRIMARY KEY (region_id, position)
) ENGINE = InnoDB;
CREATE TABLE stream_audience (
  code    CHAR(8) NOT NULL,
  viewers BIGINT  NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;

INSERT INTO stream_region (id, name, language) SELECT k.id, k.name, LOWER(k.code) FROM country AS k WHERE k.id <= 6;
INSERT INTO region_stream (region_id, position, code, title, began_at)
SELECT 1 + b.id % 6, b.id DIV 6, CONCAT('LV', LPAD(b.id, 6, '0')), b.title, TIMESTAMP '2026-01-04 12:00:00' + INTERVAL b.id * 7 % 400 MINUTE
  FROM book AS b WHERE b.id <= 4200 * @factor;
INSERT INTO stream_audience (code, viewers)
SELECT CONCAT('LV', LPAD(b.id, 6, '0')), b.id * 7919 % 40000 FROM book AS b WHERE b.id <= 4200 * @factor;
ANALYZE TABLE region_stream, stream_audience;
