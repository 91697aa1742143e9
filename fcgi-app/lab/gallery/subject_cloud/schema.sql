DROP TABLE IF EXISTS catalogue_edition;
CREATE TABLE catalogue_edition (
  edition    INT      NOT NULL,
  created_at DATETIME NOT NULL,
  PRIMARY KEY (edition)
) ENGINE = InnoDB;
INSERT INTO catalogue_edition (edition, created_at)
SELECT id, TIMESTAMPADD(DAY, id, TIMESTAMP '2025-09-01 04:00:00') FROM country WHERE id <= 110;
