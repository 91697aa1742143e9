DROP TABLE IF EXISTS bright_star;
CREATE TABLE bright_star (
  id                   INT         NOT NULL,
  name                 VARCHAR(60) NOT NULL,
  constellation        VARCHAR(60) NOT NULL,
  magnitude_centi      INT         NOT NULL,
  right_ascension_mdeg INT         NOT NULL,
  declination_mdeg     INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
-- As many in every dataset.
INSERT INTO bright_star (id, name, constellation, magnitude_centi, right_ascension_mdeg, declination_mdeg)
SELECT s.id, CONCAT(ELT(1 + s.id % 6, 'Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta'), ' ', t.name), t.name, -150 + s.id + s.id * 31 % 90,
       s.id * 7919 % 360000, -88000 + s.id * 104729 % 176000
  FROM tag AS s JOIN tag AS t ON t.id = 1 + s.id DIV 6 WHERE s.id <= 280;
