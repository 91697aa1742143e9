DROP TABLE IF EXISTS ballot_count;
CREATE TABLE ballot_count (
  station_id BIGINT      NOT NULL,
  party      VARCHAR(30) NOT NULL,
  district   INT         NOT NULL,
  votes      INT         NOT NULL,
  PRIMARY KEY (station_id, party)
) ENGINE = InnoDB;
INSERT INTO ballot_count (station_id, party, district, votes)
SELECT 1 + (id - 1) DIV 6, ELT(1 + (id - 1) % 6, 'Harbour List', 'Free Readers', 'Gardeners', 'Old Town', 'Progress', 'Lighthouse'),
       1 + (id - 1) DIV 6 % 40, 40 + id * 7919 % 700
  FROM order_item WHERE id <= 9000 * @factor;
