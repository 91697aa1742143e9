DROP TABLE IF EXISTS essay_receipt;
CREATE TABLE essay_receipt (
  essay_id BIGINT        NOT NULL,
  report   VARCHAR(2000) NOT NULL,
  checked  BIGINT        NOT NULL DEFAULT 1,
  PRIMARY KEY (essay_id)
) ENGINE = InnoDB;
