DROP TABLE IF EXISTS handbook_section;
CREATE TABLE handbook_section (
  position   INT         NOT NULL,
  heading    VARCHAR(80) NOT NULL,
  body       TEXT        NOT NULL,
  edition    INT         NOT NULL,  -- of the handbook, when the section was last changed
  PRIMARY KEY (position),
  KEY idx_handbook_section_edition (edition)
) ENGINE = InnoDB;
INSERT INTO handbook_section (position, heading, body, edition)
SELECT id, CONCAT('Section ', id DIV 10, '.', id % 10), LEFT(body, 3000), 1 + id * 7 % 90
  FROM document WHERE id <= 640;
