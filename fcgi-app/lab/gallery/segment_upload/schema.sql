-- Projects of a translation agency, and the newest source texts as sentences.
DROP TABLE IF EXISTS agency_project, agency_source, agency_segment;
CREATE TABLE agency_project (
  id             INT          NOT NULL,
  name           VARCHAR(300) NOT NULL,
  languages      VARCHAR(20)  NOT NULL,
  cents_per_word INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE agency_source (
  id         BIGINT NOT NULL AUTO_INCREMENT,
  project_id INT    NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE agency_segment (
  source_id BIGINT        NOT NULL,
  number    INT           NOT NULL,
  text      VARCHAR(1000) NOT NULL,
  words     INT           NOT NULL,
  PRIMARY KEY (source_id, number)
) ENGINE = InnoDB;
INSERT INTO agency_project (id, name, languages, cents_per_word)
SELECT id, CONCAT('Manual: ', title), ELT(1 + id % 4, 'en-de', 'en-fr', 'de-pl', 'fr-it'), 9 + id % 8 FROM book WHERE id <= 200 * @factor;
