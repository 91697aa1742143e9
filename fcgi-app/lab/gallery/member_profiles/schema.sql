-- What a reader tells about himself or herself: at most one row for each customer. Two in three have one.
DROP TABLE IF EXISTS reader_profile;
CREATE TABLE reader_profile (
  customer_id BIGINT       NOT NULL,
  nickname    VARCHAR(250) NOT NULL,
  motto       VARCHAR(200) NOT NULL,
  since       INT          NOT NULL,
  PRIMARY KEY (customer_id)
) ENGINE = InnoDB;
INSERT INTO reader_profile (customer_id, nickname, motto, since)
SELECT id, CONCAT('Reader ', name), CONCAT('Page ', 1 + id % 300, ' of everything'), 2015 + id % 10
  FROM customer WHERE id % 3 <> 0;
