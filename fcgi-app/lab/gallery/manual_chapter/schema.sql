DROP TABLE IF EXISTS manual_chapter;
CREATE TABLE manual_chapter (
  chapter     BIGINT   NOT NULL,
  document_id BIGINT   NOT NULL,
  revised_at  DATETIME NOT NULL,
  PRIMARY KEY (chapter)
) ENGINE = InnoDB;
INSERT INTO manual_chapter (chapter, document_id, revised_at)
SELECT id, 1 + id * 37 % 640, TIMESTAMPADD(HOUR, -(id DIV 20 * 31), TIMESTAMP '2025-12-01 09:00:00')
  FROM document WHERE id <= 640 * @factor;
