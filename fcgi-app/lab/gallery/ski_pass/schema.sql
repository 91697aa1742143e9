DROP TABLE IF EXISTS lift_ride;
CREATE TABLE lift_ride (
  id        BIGINT   NOT NULL,
  pass_id   BIGINT   NOT NULL,
  lift_no   INT      NOT NULL,  -- from 0
  ridden_at DATETIME NOT NULL,
  PRIMARY KEY (id),
  KEY idx_lift_ride_pass_id_lift_no (pass_id, lift_no)
) ENGINE = InnoDB;
INSERT INTO lift_ride (id, pass_id, lift_no, ridden_at)
SELECT id, 1 + id * 7 % (2500 * @factor), id * 31 % 14, TIMESTAMPADD(MINUTE, id * 7919 % 150000, TIMESTAMP '2025-12-06 08:30:00')
  FROM review WHERE id <= 30000 * @factor;
