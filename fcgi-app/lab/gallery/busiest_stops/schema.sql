DROP TABLE IF EXISTS ride_boarding;
CREATE TABLE ride_boarding (
  id         BIGINT   NOT NULL,
  rider_id   BIGINT   NOT NULL,
  stop_no    INT      NOT NULL,
  boarded_at DATETIME NOT NULL,
  PRIMARY KEY (id),
  KEY idx_ride_boarding_rider_id_boarded_at (rider_id, boarded_at),
  KEY idx_ride_boarding_boarded_at (boarded_at)
) ENGINE = InnoDB;

INSERT INTO ride_boarding (id, rider_id, stop_no, boarded_at)
SELECT id, 1 + id * 7 % (2500 * @factor), 1 + id * 7919 % 97 * (id % 13 + 1) DIV 13,
       TIMESTAMPADD(MINUTE, id * 7919 % 520000, TIMESTAMP '2025-01-02 05:00:00')
  FROM review WHERE id <= 30000 * @factor;
