-- A health insurer takes in files of invoices from clinics. The newest forty files are kept here.
DROP TABLE IF EXISTS invoice_file, invoice_file_line, invoice_treatment;
CREATE TABLE invoice_treatment (
  code      CHAR(5) NOT NULL,
  max_cents INT     NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;
CREATE TABLE invoice_file (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  clinic      INT         NOT NULL,
  received_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE invoice_file_line (
  file_id   BIGINT      NOT NULL,
  position  INT         NOT NULL,
  patient   VARCHAR(20) NOT NULL,
  treatment CHAR(5)     NOT NULL,
  cents     INT         NOT NULL,
  PRIMARY KEY (file_id, position)
) ENGINE = InnoDB;
-- Three hundred treatments at every size.
INSERT INTO invoice_treatment (code, max_cents) SELECT CONCAT('T', 1000 + id), 2000 + id * 7919 % 90000 FROM publisher WHERE id <= 300;
