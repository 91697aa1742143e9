-- Three production lines. The stations of a line stop, and raise alarms, all around the clock.
DROP TABLE IF EXISTS line_stop, line_alarm, line_alarm_text;
CREATE TABLE line_stop (
  id      BIGINT      NOT NULL,
  line_id INT         NOT NULL,
  station VARCHAR(20) NOT NULL,
  began_s BIGINT      NOT NULL,
  minutes INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_line_stop_line_id_began_s (line_id, began_s, station, minutes)
) ENGINE = InnoDB;
CREATE TABLE line_alarm (
  id       BIGINT      NOT NULL,
  line_id  INT         NOT NULL,
  station  VARCHAR(20) NOT NULL,
  raised_s BIGINT      NOT NULL,
  code     INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_line_alarm_line_id_raised_s (line_id, raised_s, station, code)
) ENGINE = InnoDB;
CREATE TABLE line_alarm_text (
  code INT         NOT NULL,
  text VARCHAR(80) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;

INSERT INTO line_stop (id, line_id, station, began_s, minutes)
SELECT id, 1 + id % 3, CONCAT('station-', LPAD(1 + id DIV 3 * 5 % 24, 3, '0')), 1735689600 + id DIV 3 * 600 + id * 37 % 300, 1 + id * 13 % 40
  FROM order_item WHERE id <= 8000 * @factor;
INSERT INTO line_alarm (id, line_id, station, raised_s, code)
SELECT id, 1 + id % 3, CONCAT('station-', LPAD(1 + id DIV 3 * 11 % 24, 3, '0')), 1735689600 + id DIV 3 * 160 + id * 29 % 90, 100 + id * 17 % 40
  FROM order_item WHERE id <= 30000 * @factor;
-- What stops a station announces itself a minute before.
INSERT INTO line_alarm (id, line_id, station, raised_s, code)
SELECT 1000000 + id, line_id, station, began_s - 20 - id % 60, 100 + id * 7 % 40 FROM line_stop WHERE id % 5 <> 0;
INSERT INTO line_alarm_text (code, text)
SELECT 99 + id, CONCAT(ELT(1 + id % 5, 'Gripper', 'Conveyor', 'Feeder', 'Guard', 'Drive'), ELT(1 + id % 4, ' blocked', ' too warm', ' open', ' out of position'), ' (', id, ')')
  FROM country WHERE id <= 40;
ANALYZE TABLE line_stop, line_alarm;
