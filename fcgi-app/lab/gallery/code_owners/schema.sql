-- Proposed changes to source code with 640 files each. A repository has a few rules that say which team owns which folder.
DROP TABLE IF EXISTS source_repository, source_owner_rule, proposed_change, proposed_change_approval, proposed_change_check;
CREATE TABLE source_repository (
  id   BIGINT      NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE source_owner_rule (
  repository_id BIGINT       NOT NULL,
  line_no       INT          NOT NULL,
  folder        VARCHAR(100) NOT NULL,
  team          VARCHAR(60)  NOT NULL,
  PRIMARY KEY (repository_id, line_no)
) ENGINE = InnoDB;
CREATE TABLE proposed_change (
  id            BIGINT       NOT NULL,
  repository_id BIGINT       NOT NULL,
  title         VARCHAR(255) NOT NULL,
  author        VARCHAR(200) NOT NULL,
  paths         MEDIUMTEXT   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE proposed_change_approval (
  change_id BIGINT       NOT NULL,
  person    VARCHAR(200) NOT NULL,
  team      VARCHAR(60)  NOT NULL,
  PRIMARY KEY (change_id, person)
) ENGINE = InnoDB;
CREATE TABLE proposed_change_check (
  change_id BIGINT      NOT NULL,
  name      VARCHAR(60) NOT NULL,
  state     VARCHAR(10) NOT NULL,
  PRIMARY KEY (change_id, name)
) ENGINE = InnoDB;

SET SESSION group_concat_max_len = 1000000;
INSERT INTO source_repository (id, name) SELECT id, CONCAT('engine-', LOWER(code)) FROM country WHERE id <= 20;
INSERT INTO source_owner_rule (repository_id, line_no, folder, team)
SELECT repository.id, line.id, CONCAT('src/', CHAR(96 + line.id USING utf8mb4), '/'), CONCAT('team-', (repository.id + line.id) % 9)
  FROM source_repository AS repository JOIN tag AS line ON line.id <= 18;
INSERT INTO proposed_change (id, repository_id, title, author, paths)
SELECT c.id, 1 + c.id % 20, CONCAT('Rename ', b.title), c.name, paths.list
  FROM customer AS c JOIN book AS b ON b.id = c.id
  JOIN (SELECT one.id AS change_id,
               GROUP_CONCAT(CONCAT('src/', CHAR(97 + (one.id + file.id * 7) % 24 USING utf8mb4), '/part', file.id, '.cpp') ORDER BY file.id SEPARATOR '\n') AS list
          FROM customer AS one JOIN book AS file ON file.id <= 640 WHERE one.id <= 12 GROUP BY one.id) AS paths ON paths.change_id = c.id;
INSERT INTO proposed_change_approval (change_id, person, team)
SELECT c.id, p.name, CONCAT('team-', (c.id + p.id) % 9) FROM proposed_change AS c JOIN customer AS p ON p.id BETWEEN 100 AND 103;
INSERT INTO proposed_change_check (change_id, name, state)
SELECT c.id, CONCAT('build ', k.code), IF((c.id + k.id) % 4 = 0, 'running', 'passed') FROM proposed_change AS c JOIN country AS k ON k.id <= 8;
ANALYZE TABLE source_owner_rule;
