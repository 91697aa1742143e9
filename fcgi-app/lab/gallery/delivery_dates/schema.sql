DROP TABLE IF EXISTS public_holiday;
CREATE TABLE public_holiday (
  country CHAR(2)     NOT NULL,  -- ISO 3166-1
  day     DATE        NOT NULL,
  name    VARCHAR(60) NOT NULL,
  PRIMARY KEY (country, day)
) ENGINE = InnoDB;
INSERT INTO public_holiday (country, day, name)
SELECT place.country, STR_TO_DATE(CONCAT(y.year, '-', feast.month_and_day), '%Y-%m-%d'), feast.name
  FROM (SELECT 'NL' AS country UNION ALL SELECT 'BE' UNION ALL SELECT 'DE') AS place
  JOIN (SELECT 2023 AS year UNION ALL SELECT 2024 UNION ALL SELECT 2025 UNION ALL SELECT 2026) AS y
  JOIN (SELECT '01-01' AS month_and_day, 'New Year' AS name
        UNION ALL SELECT '05-01', 'Labour Day'
        UNION ALL SELECT '12-25', 'Christmas Day'
        UNION ALL SELECT '12-26', 'Boxing Day') AS feast
 WHERE NOT (place.country = 'NL' AND feast.month_and_day = '05-01');
INSERT INTO public_holiday (country, day, name) VALUES
  ('NL', '2023-04-27', 'King''s Day'), ('NL', '2024-04-27', 'King''s Day'), ('NL', '2025-04-26', 'King''s Day'),
  ('BE', '2023-07-21', 'National Day'), ('BE', '2024-07-21', 'National Day'), ('BE', '2025-07-21', 'National Day'),
  ('DE', '2023-10-03', 'Unity Day'), ('DE', '2024-10-03', 'Unity Day'), ('DE', '2025-10-03', 'Unity Day');
