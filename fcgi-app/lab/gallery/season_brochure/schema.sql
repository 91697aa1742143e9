-- The season of a theatre: productions with their evenings, and a version that goes up with each change of the plan.
DROP TABLE IF EXISTS repertory_season, repertory_production, repertory_evening;
CREATE TABLE repertory_season (
  id      INT         NOT NULL,
  title   VARCHAR(60) NOT NULL,
  version INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE repertory_production (
  id        INT          NOT NULL,
  season_id INT          NOT NULL,
  title     VARCHAR(255) NOT NULL,
  author    VARCHAR(200) NOT NULL,
  about     TEXT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_repertory_production_season_id_id (season_id, id)
) ENGINE = InnoDB;
CREATE TABLE repertory_evening (
  production_id INT         NOT NULL,
  plays_at      DATETIME    NOT NULL,
  stage         VARCHAR(20) NOT NULL,
  PRIMARY KEY (production_id, plays_at)
) ENGINE = InnoDB;

INSERT INTO repertory_season (id, title, version) SELECT id, CONCAT('Season ', 2019 + id, '/', 20 + id), 40 + id * 7 FROM country WHERE id <= 6;
INSERT INTO repertory_production (id, season_id, title, author, about)
SELECT d.id, 1 + d.id % 6, d.title, a.name, LEFT(d.body, 600) FROM document AS d JOIN author AS a ON a.id = d.author_id WHERE d.id <= 180;
INSERT INTO repertory_evening (production_id, plays_at, stage)
SELECT p.id, TIMESTAMPADD(DAY, (p.id * 11 + t.id * 17) % 290, TIMESTAMP '2025-09-12 19:30:00'), ELT(1 + p.id % 3, 'Main house', 'Studio', 'Courtyard')
  FROM repertory_production AS p JOIN tag AS t ON t.id <= 9;
