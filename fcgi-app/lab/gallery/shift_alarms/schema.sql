-- Alarms of three plants in three time zones, stored in UTC.
DROP TABLE IF EXISTS shift_plant, shift_alarm, shift_note;
CREATE TABLE shift_plant (
  id         INT         NOT NULL,
  name       VARCHAR(60) NOT NULL,
  utc_offset CHAR(6)     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE shift_alarm (
  id        BIGINT      NOT NULL,
  plant_id  INT         NOT NULL,
  raised_at DATETIME    NOT NULL,
  machine   VARCHAR(40) NOT NULL,
  severity  VARCHAR(10) NOT NULL,
  text      VARCHAR(80) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_shift_alarm_plant_id_raised_at_id (plant_id, raised_at, id)
) ENGINE = InnoDB;
CREATE TABLE shift_note (
  plant_id INT          NOT NULL,
  day      DATE         NOT NULL,
  shift    INT          NOT NULL,
  leader   VARCHAR(200) NOT NULL,
  note     VARCHAR(200) NOT NULL,
  PRIMARY KEY (plant_id, day, shift)
) ENGINE = InnoDB;

INSERT INTO shift_plant (id, name, utc_offset) VALUES (1, 'Porto', '+00:00'), (2, 'Graz', '+01:00'), (3, 'Pune', '+05:30');
INSERT INTO shift_alarm (id, plant_id, raised_at, machine, severity, text)
SELECT id, 1 + id % 3, TIMESTAMPADD(MINUTE, id * 7919 % 525600, TIMESTAMP '2025-01-01 00:00:00'), CONCAT('Press ', 1 + id * 7 % 30),
       ELT(1 + id * 13 % 4, 'info', 'info', 'warning', 'stop'), CONCAT(ELT(1 + id * 31 % 5, 'Oil level', 'Pressure', 'Temperature', 'Door', 'Vibration'), ' out of range')
  FROM order_item WHERE id <= 30000 * @factor;
INSERT INTO shift_note (plant_id, day, shift, leader, note)
SELECT p.id, TIMESTAMPADD(DAY, d.id - 1, DATE '2025-01-01'), s.id, a.name, CONCAT('Press ', 1 + d.id % 30, ': look at the ', ELT(s.id, 'oil', 'belt', 'guard'))
  FROM shift_plant AS p JOIN tag AS d ON d.id <= 365 JOIN country AS s ON s.id <= 3 JOIN author AS a ON a.id = 1 + (d.id * 3 + p.id + s.id) % 60;
ANALYZE TABLE shift_alarm;
