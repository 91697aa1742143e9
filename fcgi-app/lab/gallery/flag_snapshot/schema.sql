-- Feature flags: eighty in a project, with up to three rules each. The number of projects grows with the dataset.
DROP TABLE IF EXISTS flag_rule;
DROP TABLE IF EXISTS flag_definition;
DROP TABLE IF EXISTS flag_project;
CREATE TABLE flag_project (
  id      BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE flag_definition (
  id         BIGINT       NOT NULL,
  project_id BIGINT       NOT NULL,
  name       VARCHAR(120) NOT NULL,
  default_on TINYINT      NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_flag_definition_project_id_name (project_id, name)
) ENGINE = InnoDB;
CREATE TABLE flag_rule (
  id         BIGINT NOT NULL,
  flag_id    BIGINT NOT NULL,
  share      INT    NOT NULL,
  country_id BIGINT NULL,  -- NULL: everywhere
  PRIMARY KEY (id),
  KEY idx_flag_rule_flag_id (flag_id)
) ENGINE = InnoDB;
INSERT INTO flag_project (id, version) SELECT id, 40 + id FROM publisher WHERE id <= 10 * @factor;
INSERT INTO flag_definition (id, project_id, name, default_on)
SELECT b.id, 1 + b.id % (10 * @factor), CONCAT(REPLACE(t.name, ' ', '-'), '-', b.id), b.id % 9 = 0
  FROM book AS b JOIN tag AS t ON t.id = 1 + b.id % 500 WHERE b.id <= 800 * @factor;
INSERT INTO flag_rule (id, flag_id, share, country_id)
SELECT id, 1 + id * 7 % (800 * @factor), id * 13 % 101, IF(id % 3 = 0, NULL, 1 + id % 120) FROM review WHERE id <= 1600 * @factor;
