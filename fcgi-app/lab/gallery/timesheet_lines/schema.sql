-- Timesheets as the crews send them: name, day, place, periods, hours, remarks. One line in four has its hours in words.
DROP TABLE IF EXISTS timesheet_line;
CREATE TABLE timesheet_line (
  sheet_id BIGINT       NOT NULL,
  number   INT          NOT NULL,
  text     VARCHAR(900) NOT NULL,
  PRIMARY KEY (sheet_id, number)
) ENGINE = InnoDB;

INSERT INTO timesheet_line (sheet_id, number, text)
SELECT sheet.id, line.id,
       CONCAT(customer.name, ';', 1 + line.id % 28, '.11.;', place.name, ';0', 6 + line.id % 3, ':15-12:00 12:30-', 15 + line.id % 4, ':45;',
              IF(line.id % 4 = 3, 'about eight', CONCAT(7 + line.id % 3, '.', IF(line.id % 2, '5', '25'))), REPEAT(CONCAT(';remark ', line.id % 9), 1 + line.id % 12))
  FROM tag AS sheet JOIN book AS line ON line.id <= 2600 JOIN customer ON customer.id = 1 + (line.id * 7 + sheet.id) % 2500
  JOIN country AS place ON place.id = 1 + line.id % 120 WHERE sheet.id <= 10;
