DROP TABLE IF EXISTS glossary_term;
CREATE TABLE glossary_term (
  id      BIGINT       NOT NULL,
  name    VARCHAR(80)  NOT NULL,
  meaning VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO glossary_term (id, name, meaning)
SELECT id, CONCAT(name, ELT(1 + id % 4, '', ' (trade)', '', ' (old)')),
       CONCAT('What booksellers call ', name, ' when no reader is listening.')
  FROM tag WHERE id <= 240;
