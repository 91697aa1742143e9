DROP TABLE IF EXISTS parcel_event;
CREATE TABLE parcel_event (
  id              BIGINT      NOT NULL,
  tracking_number VARCHAR(30) NOT NULL,
  happened_at     DATETIME(6) NOT NULL,
  place           VARCHAR(40) NOT NULL,
  what            VARCHAR(40) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_parcel_event_tracking_number (tracking_number)
) ENGINE = InnoDB;
-- Four events for each parcel.
INSERT INTO parcel_event (id, tracking_number, happened_at, place, what)
SELECT id, CAST(40000000 + 1 + (id - 1) DIV 4 AS CHAR),
       TIMESTAMPADD(HOUR, 9 * ((id - 1) % 4), TIMESTAMPADD(MINUTE, (id - 1) DIV 4 % 500000, TIMESTAMP '2025-01-02 08:00:00')),
       ELT(1 + (id - 1) % 4, 'Leipzig', 'Hannover', 'Bremen', 'Oldenburg'),
       ELT(1 + (id - 1) % 4, 'packed', 'on the road', 'in the depot', IF(id DIV 4 % 5 = 0, 'not at home', 'handed over'))
  FROM review WHERE id <= 30000 * @factor;
