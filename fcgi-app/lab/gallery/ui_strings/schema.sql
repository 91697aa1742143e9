-- Apps that are translated into four languages. Each language of an app has 1,200 strings.
DROP TABLE IF EXISTS localized_release, localized_string;
CREATE TABLE localized_release (
  project_id INT     NOT NULL,
  locale     CHAR(2) NOT NULL,
  revision   INT     NOT NULL,
  released_s BIGINT  NOT NULL,  -- seconds since 1970
  PRIMARY KEY (project_id, locale)
) ENGINE = InnoDB;
CREATE TABLE localized_string (
  project_id INT          NOT NULL,
  locale     CHAR(2)      NOT NULL,
  name       VARCHAR(60)  NOT NULL,
  text       VARCHAR(255) NOT NULL,
  PRIMARY KEY (project_id, locale, name)
) ENGINE = InnoDB;

INSERT INTO localized_release (project_id, locale, revision, released_s)
SELECT p.id, ELT(l.id, 'de', 'fr', 'nl', 'pl'), 40 + p.id * 7 + l.id, 1760000000 + p.id * 86400 + l.id * 3600
  FROM country AS p JOIN country AS l ON l.id <= 4 WHERE p.id <= 5;
INSERT INTO localized_string (project_id, locale, name, text)
SELECT r.project_id, r.locale, CONCAT(ELT(1 + b.id % 5, 'cart', 'help', 'login', 'menu', 'search'), '.', b.id), b.title
  FROM localized_release AS r JOIN book AS b ON b.id <= 1200;
