-- Channels with 160 videos each, and 90 views of each video. A larger database has more channels.
DROP TABLE IF EXISTS studio_video, studio_view;
CREATE TABLE studio_video (
  id           BIGINT       NOT NULL,
  channel_id   BIGINT       NOT NULL,
  title        VARCHAR(255) NOT NULL,
  published_on DATE         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_studio_video_channel_id_published_on_id (channel_id, published_on, id)
) ENGINE = InnoDB;
CREATE TABLE studio_view (
  video_id  BIGINT      NOT NULL,
  viewer_no INT         NOT NULL,
  source    VARCHAR(20) NOT NULL,
  seconds   INT         NOT NULL,
  PRIMARY KEY (video_id, viewer_no)
) ENGINE = InnoDB;
INSERT INTO studio_video (id, channel_id, title, published_on)
SELECT id, 1 + (id - 1) DIV 160, title, DATE '2022-01-07' + INTERVAL (id - 1) % 160 * 7 DAY FROM book WHERE id <= 320 * @factor;
INSERT INTO studio_view (video_id, viewer_no, source, seconds)
SELECT 1 + (id - 1) % (320 * @factor), 1 + (id - 1) DIV (320 * @factor),
       ELT(1 + id * 7919 % 11 % 6, 'start page', 'search', 'subscription', 'suggested', 'other site', 'message'), 12 + id * 7919 % 1300
  FROM order_item WHERE id <= 28800 * @factor;
ANALYZE TABLE studio_video, studio_view;
