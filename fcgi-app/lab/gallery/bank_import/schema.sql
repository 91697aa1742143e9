DROP TABLE IF EXISTS bank_line;
DROP TABLE IF EXISTS bank_import;
CREATE TABLE bank_import (
  id     BIGINT      NOT NULL AUTO_INCREMENT,
  source VARCHAR(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE bank_line (
  import_id   BIGINT      NOT NULL,
  line        INT         NOT NULL,
  reference   BIGINT      NOT NULL,
  cents       BIGINT      NOT NULL,
  customer_id BIGINT      NULL,
  state       VARCHAR(10) NOT NULL DEFAULT 'unclear',
  PRIMARY KEY (import_id, line)
) ENGINE = InnoDB;
