-- When the branches are open, in minutes after midnight.
DROP TABLE IF EXISTS branch_hours;
CREATE TABLE branch_hours (
  branch  VARCHAR(40) NOT NULL,
  weekday INT         NOT NULL,  -- 1 is Monday
  opens   INT         NOT NULL,
  closes  INT         NOT NULL,
  PRIMARY KEY (branch, weekday)
) ENGINE = InnoDB;
INSERT INTO branch_hours (branch, weekday, opens, closes)
SELECT place.branch, day.weekday, place.opens, IF(day.weekday = 6, 960, place.closes)
  FROM (SELECT 'Harbour' AS branch, 540 AS opens, 1140 AS closes
        UNION ALL SELECT 'Market', 480, 1110
        UNION ALL SELECT 'Station', 390, 1260) AS place
  JOIN (SELECT 1 AS weekday UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5
        UNION ALL SELECT 6) AS day;
