-- The calls of a rescue service with the hour of the week that each was made in, and the crews of each hour.
DROP TABLE IF EXISTS emergency_call, emergency_district, emergency_crew;
CREATE TABLE emergency_district (
  id       INT         NOT NULL,
  name     VARCHAR(80) NOT NULL,
  target_s INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE emergency_call (
  id              BIGINT      NOT NULL,
  district_id     INT         NOT NULL,
  called_at       DATETIME    NOT NULL,
  reason          VARCHAR(40) NOT NULL,
  arrived_after_s INT         NOT NULL,
  slot            INT         AS (WEEKDAY(called_at) * 24 + HOUR(called_at)) STORED,
  PRIMARY KEY (id),
  KEY idx_emergency_call_slot_district (slot, district_id, arrived_after_s),
  KEY idx_emergency_call_slot_called_at (slot, called_at, id)
) ENGINE = InnoDB;
CREATE TABLE emergency_crew (
  slot     INT         NOT NULL,
  station  VARCHAR(80) NOT NULL,
  vehicles INT         NOT NULL,
  PRIMARY KEY (slot, station)
) ENGINE = InnoDB;

INSERT INTO emergency_district (id, name, target_s) SELECT id, CONCAT(name, ' district'), 480 + id % 5 * 60 FROM tag WHERE id <= 40;
INSERT INTO emergency_call (id, district_id, called_at, reason, arrived_after_s)
SELECT id, 1 + id * 7 % 40, TIMESTAMPADD(MINUTE, id * 7919 % 524160, TIMESTAMP '2025-01-01 00:00:00'),
       ELT(1 + id % 6, 'fall', 'chest pain', 'traffic accident', 'breathlessness', 'burn', 'unconscious'), 180 + id * 104729 % 900
  FROM order_item WHERE id <= 30000 * @factor;
INSERT INTO emergency_crew (slot, station, vehicles)
SELECT h.id - 1, CONCAT('Station ', s.id), 1 + (h.id * 5 + s.id) % 4 FROM tag AS h JOIN tag AS s ON s.id <= 11 WHERE h.id <= 168;
ANALYZE TABLE emergency_call;
