-- What an insurer has paid for the claims of each year, by years since: twelve lines of business at every size.
DROP TABLE IF EXISTS business_line, business_line_paid;
CREATE TABLE business_line (
  id   INT         NOT NULL,
  name VARCHAR(40) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE business_line_paid (
  line_id     INT    NOT NULL,
  happened_in INT    NOT NULL,
  years_since INT    NOT NULL,
  thousands   BIGINT NOT NULL,
  PRIMARY KEY (line_id, happened_in, years_since)
) ENGINE = InnoDB;

INSERT INTO business_line (id, name)
SELECT id, ELT(id, 'Car liability', 'Car damage', 'Household', 'Buildings', 'Travel', 'Legal costs', 'Accident', 'Farm', 'Marine', 'Hail', 'Dentistry', 'Pets')
  FROM country WHERE id <= 12;
-- Ten years; the newest one has only its first payments.
INSERT INTO business_line_paid (line_id, happened_in, years_since, thousands)
SELECT l.id, 2015 + y.id, s.id - 1, (9000 + l.id * 731 + y.id * 353) DIV (s.id * s.id) + y.id * s.id % 7
  FROM business_line AS l JOIN country AS y ON y.id <= 10 JOIN country AS s ON s.id <= 11 - y.id;
