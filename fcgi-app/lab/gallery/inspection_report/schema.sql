DROP TABLE IF EXISTS inspection_defect;
DROP TABLE IF EXISTS inspection_point;
DROP TABLE IF EXISTS inspection;
CREATE TABLE inspection (
  id       BIGINT      NOT NULL AUTO_INCREMENT,
  building VARCHAR(80) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE inspection_point (
  inspection_id BIGINT      NOT NULL,
  number        INT         NOT NULL,
  state         VARCHAR(10) NOT NULL,
  PRIMARY KEY (inspection_id, number),
  CONSTRAINT fk_inspection_point_inspection FOREIGN KEY (inspection_id) REFERENCES inspection (id) ON DELETE CASCADE
) ENGINE = InnoDB;
CREATE TABLE inspection_defect (
  inspection_id  BIGINT NOT NULL,
  number         INT    NOT NULL,
  days_to_repair INT    NOT NULL,
  PRIMARY KEY (inspection_id, number),
  CONSTRAINT fk_inspection_defect_inspection FOREIGN KEY (inspection_id) REFERENCES inspection (id) ON DELETE CASCADE
) ENGINE = InnoDB;
