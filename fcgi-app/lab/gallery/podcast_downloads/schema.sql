DROP TABLE IF EXISTS podcast_download;
CREATE TABLE podcast_download (
  id       BIGINT       NOT NULL,
  show_id  INT          NOT NULL,
  heard_on DATE         NOT NULL,
  bytes    BIGINT       NOT NULL,
  agent    VARCHAR(120) NOT NULL,
  referrer VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_podcast_download_show_heard_on (show_id, heard_on)
) ENGINE = InnoDB;

-- Eight podcasts. The log keeps the downloads in the order in which the servers delivered them.
INSERT INTO podcast_download (id, show_id, heard_on, bytes, agent, referrer)
SELECT id, 1 + id % 8, DATE '2024-01-01' + INTERVAL id DIV 8 * 7919 % 640 DAY, 4000000 + id * 104729 % 60000000,
       CONCAT('Player/', 1 + id % 9, '.', id % 13, ' (Linux; Android ', 9 + id % 6, ') ', REPEAT('like Gecko ', 4)),
       CONCAT('https://podcasts.example/', MD5(id), '/', MD5(book_id), '?from=search')
  FROM order_item WHERE id <= 30000 * @factor;
