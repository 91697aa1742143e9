-- Calendars of teams: thirty series and a hundred single dates in each.
DROP TABLE IF EXISTS calendar_series;
DROP TABLE IF EXISTS calendar_date;
CREATE TABLE calendar_series (
  id          BIGINT       NOT NULL,
  calendar_id BIGINT       NOT NULL,
  title       VARCHAR(255) NOT NULL,
  begins_on   DATE         NOT NULL,
  ends_on     DATE         NOT NULL,
  every_days  INT          NOT NULL,
  starts_at   CHAR(5)      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_calendar_series_calendar_id_begins_on (calendar_id, begins_on)
) ENGINE = InnoDB;
CREATE TABLE calendar_date (
  id          BIGINT       NOT NULL,
  calendar_id BIGINT       NOT NULL,
  held_on     DATE         NOT NULL,
  title       VARCHAR(255) NOT NULL,
  starts_at   CHAR(5)      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_calendar_date_calendar_id_held_on (calendar_id, held_on)
) ENGINE = InnoDB;
INSERT INTO calendar_series (id, calendar_id, title, begins_on, ends_on, every_days, starts_at)
SELECT id, 1 + id % (40 * @factor), title, TIMESTAMPADD(DAY, id DIV 40 % 300, DATE '2024-11-04'),
       TIMESTAMPADD(DAY, 200 + id % 400, DATE '2025-01-31'), ELT(1 + id DIV 7 % 4, 7, 14, 28, 1),
       CONCAT(LPAD(8 + id % 10, 2, '0'), ':', IF(id % 2 = 0, '00', '30'))
  FROM book WHERE id <= 1200 * @factor;
INSERT INTO calendar_date (id, calendar_id, held_on, title, starts_at)
SELECT id, 1 + id % (40 * @factor), TIMESTAMPADD(DAY, id * 7919 % 365, DATE '2025-01-01'), title,
       CONCAT(LPAD(9 + id % 8, 2, '0'), ':15')
  FROM book WHERE id <= 4000 * @factor;
