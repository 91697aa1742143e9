-- The summaries of days are kept for years; twelve components have them.
DROP TABLE IF EXISTS status_component;
DROP TABLE IF EXISTS status_day;
CREATE TABLE status_component (
  id       BIGINT       NOT NULL,
  position INT          NOT NULL,
  name     VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE status_day (
  day          DATE        NOT NULL,
  component_id BIGINT      NOT NULL,
  down_minutes INT         NOT NULL,
  worst        VARCHAR(10) NOT NULL,
  PRIMARY KEY (day, component_id)
) ENGINE = InnoDB;
INSERT INTO status_component (id, position, name)
SELECT id, id * 5 % 12,
       ELT(id, 'Web hosting', 'Mail', 'DNS', 'Object storage', 'Databases', 'Queues', 'Logs', 'Metrics', 'Billing', 'API', 'Console',
           'Support') FROM country WHERE id <= 12;
INSERT INTO status_day (day, component_id, down_minutes, worst)
SELECT TIMESTAMPADD(DAY, -((id - 1) DIV 12), DATE '2025-12-31'), 1 + (id - 1) % 12, IF(id * 7919 % 41 = 0, 3 + id % 50, 0),
       IF(id * 7919 % 82 = 0, 'outage', 'degraded') FROM review WHERE id <= 4000 * @factor;
ANALYZE TABLE status_day;
