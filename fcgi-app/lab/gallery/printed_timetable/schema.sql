-- Scans of old timetables, at each width from 30 to 480 characters. Half of the trains' stations are passed without a stop.
DROP TABLE IF EXISTS old_timetable, old_timetable_line;
CREATE TABLE old_timetable (
  id         INT          NOT NULL,
  railway    VARCHAR(200) NOT NULL,
  year       INT          NOT NULL,
  scanned_by VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE old_timetable_line (
  timetable_id INT          NOT NULL,
  width        INT          NOT NULL,
  line         INT          NOT NULL,
  text         VARCHAR(520) NOT NULL,
  PRIMARY KEY (timetable_id, width, line)
) ENGINE = InnoDB;

INSERT INTO old_timetable (id, railway, year, scanned_by)
SELECT c.id, CONCAT(t.name, ' valley railway'), 1890 + c.id * 7, c.name FROM customer AS c JOIN tag AS t ON t.id = c.id WHERE c.id <= 3;
INSERT INTO old_timetable_line (timetable_id, width, line, text)
SELECT o.id, w.id, l.id,
       CONCAT('Station ', l.id * 7 % 23, ' ', REPEAT('.', w.id - 18), ' ',
              IF((l.id + o.id) % 2 = 0, CONCAT(5 + l.id * 19 DIV 60, ':', LPAD(l.id * 19 % 60, 2, '0')), '|'))
  FROM old_timetable AS o JOIN tag AS l ON l.id <= 12 JOIN tag AS w ON w.id BETWEEN 30 AND 480;
ANALYZE TABLE old_timetable_line;
