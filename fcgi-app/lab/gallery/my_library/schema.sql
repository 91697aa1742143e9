DROP TABLE IF EXISTS reader_library_entry, reader_library;
CREATE TABLE reader_library (
  id         BIGINT       NOT NULL,
  owner      VARCHAR(200) NOT NULL,
  version    INT          NOT NULL,
  changed_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE reader_library_entry (
  library_id  BIGINT       NOT NULL,
  position    INT          NOT NULL,
  document_id BIGINT       NOT NULL,
  note        VARCHAR(100) NULL,
  PRIMARY KEY (library_id, position)
) ENGINE = InnoDB;

INSERT INTO reader_library (id, owner, version, changed_at)
SELECT id, name, 1 + id * 7 % 40, TIMESTAMPADD(HOUR, -3 * id, TIMESTAMP '2025-12-30 18:00:00')
  FROM customer WHERE id <= 500;
-- The first library is that of a school; the others are ordinary ones.
INSERT INTO reader_library_entry (library_id, position, document_id, note)
SELECT 1, id, 1 + id * 37 % 640, IF(id % 9 = 0, 'for the second term', NULL) FROM document WHERE id <= 640;
INSERT INTO reader_library_entry (library_id, position, document_id, note)
SELECT 2 + id % 499, id, 1 + id * 11 % 640, NULL FROM review WHERE id <= 5000 * @factor;
