-- Decisions that were served, by the registry that takes objections, and the holidays of the Länder in 2025 and 2026.
DROP TABLE IF EXISTS objection_registry, objection, office_holiday;
CREATE TABLE objection_registry (
  id    INT          NOT NULL,
  name  VARCHAR(100) NOT NULL,
  land  CHAR(2)      NOT NULL,
  clerk VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE objection (
  id          BIGINT       NOT NULL,
  registry_id INT          NOT NULL,
  reference   VARCHAR(20)  NOT NULL,
  party       VARCHAR(200) NOT NULL,
  subject     VARCHAR(60)  NOT NULL,
  served_on   DATE         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_objection_registry_served (registry_id, served_on, id)
) ENGINE = InnoDB;
CREATE TABLE office_holiday (
  land CHAR(2)     NOT NULL,
  day  DATE        NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (land, day)
) ENGINE = InnoDB;

INSERT INTO objection_registry (id, name, land, clerk)
SELECT c.id, CONCAT('Registry of ', ELT(c.id, 'Building', 'Trade', 'Roads', 'Schools', 'Waste')), ELT(1 + c.id % 3, 'BY', 'HH', 'SN'), c.name
  FROM customer AS c WHERE c.id <= 5;
INSERT INTO office_holiday (land, day, name)
SELECT l.land, h.day, h.name
  FROM (SELECT 'BY' AS land UNION SELECT 'HH' UNION SELECT 'SN') AS l
  JOIN (SELECT DATE '2025-10-03' AS day, 'German Unity' AS name UNION SELECT '2025-12-24', '(half) Christmas Eve'
        UNION SELECT '2025-12-25', 'Christmas' UNION SELECT '2025-12-26', 'Second Day of Christmas'
        UNION SELECT '2025-12-31', '(half) New Year''s Eve' UNION SELECT '2026-01-01', 'New Year'
        UNION SELECT '2026-04-03', 'Good Friday' UNION SELECT '2026-04-06', 'Easter Monday' UNION SELECT '2026-05-01', 'Labour'
        UNION SELECT '2026-05-14', 'Ascension' UNION SELECT '2026-05-25', 'Whit Monday') AS h
UNION ALL SELECT 'BY', '2026-01-06', 'Epiphany' UNION ALL SELECT 'SN', '2025-11-19', 'Repentance'
UNION ALL SELECT 'HH', '2025-10-31', 'Reformation' UNION ALL SELECT 'SN', '2025-10-31', 'Reformation';
INSERT INTO objection (id, registry_id, reference, party, subject, served_on)
SELECT i.id, 1 + i.id % 5, CONCAT('W-', 2025, '-', LPAD(i.id, 6, '0')), c.name,
       ELT(1 + i.id DIV 5 % 5, 'building permit', 'closing of a road', 'fee for waste', 'place at a school', 'licence of a restaurant'),
       DATE '2025-11-03' + INTERVAL i.id DIV 5 * 7 % 150 DAY
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 7 % 2500 WHERE i.id <= 15000 * @factor;
ANALYZE TABLE objection;
