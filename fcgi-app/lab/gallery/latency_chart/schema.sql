-- How long the requests of each minute took: a histogram of twelve classes. The number of services grows with the dataset.
DROP TABLE IF EXISTS latency_minute;
CREATE TABLE latency_minute (
  service_id BIGINT      NOT NULL,
  minute     INT         NOT NULL,  -- of the day
  histogram  VARCHAR(80) NOT NULL,
  PRIMARY KEY (service_id, minute)
) ENGINE = InnoDB;
INSERT INTO latency_minute (service_id, minute, histogram)
SELECT 1 + (id - 1) DIV 1440, (id - 1) % 1440,
       CONCAT_WS(' ', 0, id % 5, 40 + id % 31, 100 + id * 7 % 83, 60 + id % 47, 30 + id * 3 % 29, id % 23, id % 11, id % 7,
                 id % 5, id % 3, IF(id % 97 = 0, 9, 0))
  FROM order_item WHERE id <= 5760 * @factor;
