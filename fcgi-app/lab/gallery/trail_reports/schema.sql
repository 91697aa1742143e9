DROP TABLE IF EXISTS trail_report;
DROP TABLE IF EXISTS trail;
CREATE TABLE trail (
  id       BIGINT       NOT NULL,
  name     VARCHAR(300) NOT NULL,
  length_m INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE trail_report (
  id       BIGINT  NOT NULL,
  trail_id BIGINT  NOT NULL,
  stars    TINYINT NOT NULL,
  is_muddy BOOLEAN NOT NULL,
  PRIMARY KEY (id),
  KEY idx_trail_report_trail_id (trail_id)
) ENGINE = InnoDB;

-- The park has as many trails in every dataset; more hikers write more reports.
INSERT INTO trail (id, name, length_m) SELECT id, CONCAT('To ', title), 2000 + id * 7919 % 21000 FROM book WHERE id <= 640;
INSERT INTO trail_report (id, trail_id, stars, is_muddy)
SELECT id, 1 + id * 31 % 640, rating, id % 7 < 2 FROM review WHERE id <= 12000 * @factor;
