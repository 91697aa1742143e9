DROP TABLE IF EXISTS gradebook_mark;
DROP TABLE IF EXISTS gradebook_sheet;
CREATE TABLE gradebook_sheet (
  id    BIGINT      NOT NULL AUTO_INCREMENT,
  title VARCHAR(40) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE gradebook_mark (
  sheet_id BIGINT  NOT NULL,
  pupil    INT     NOT NULL,
  points   INT     NOT NULL,
  grade    CHAR(1) NOT NULL,
  PRIMARY KEY (sheet_id, pupil),
  CONSTRAINT fk_gradebook_mark_sheet FOREIGN KEY (sheet_id) REFERENCES gradebook_sheet (id) ON DELETE CASCADE
) ENGINE = InnoDB;
