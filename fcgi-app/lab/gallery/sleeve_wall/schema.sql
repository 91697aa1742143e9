-- Record labels with 750 albums each. A larger database has more labels.
DROP TABLE IF EXISTS music_label, music_act, music_album;
CREATE TABLE music_label (
  id      BIGINT       NOT NULL,
  name    VARCHAR(200) NOT NULL,
  founded INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE music_act (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE music_album (
  id          BIGINT       NOT NULL,
  label_id    BIGINT       NOT NULL,
  act_id      BIGINT       NOT NULL,
  title       VARCHAR(255) NOT NULL,
  colours     VARCHAR(60)  NOT NULL,
  released_on DATE         NOT NULL,
  version     INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_music_album_label_id_released_on_id_version (label_id, released_on, id, version)
) ENGINE = InnoDB;

INSERT INTO music_label (id, name, founded) SELECT id, CONCAT(name, ' Records'), 1950 + id * 7 % 70 FROM publisher WHERE id <= 8 * @factor;
INSERT INTO music_act (id, name) SELECT id, name FROM author WHERE id <= 1250;
INSERT INTO music_album (id, label_id, act_id, title, colours, released_on, version)
SELECT b.id, 1 + b.id % (8 * @factor), 1 + b.id * 31 % 1250, b.title,
       CONCAT_WS(',', LEFT(MD5(b.id), 6), SUBSTRING(MD5(b.id), 7, 6), SUBSTRING(MD5(b.id), 13, 6), SUBSTRING(MD5(b.id), 19, 6)),
       TIMESTAMPADD(DAY, -(b.id * 7919 % 9000), DATE '2025-12-31'), 1 + b.id % 5
  FROM book AS b WHERE b.id <= 6000 * @factor;
ANALYZE TABLE music_album;
