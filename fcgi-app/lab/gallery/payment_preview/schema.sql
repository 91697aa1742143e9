DROP TABLE IF EXISTS previewed_payment;
DROP TABLE IF EXISTS payment_file;
CREATE TABLE payment_file (
  id     BIGINT      NOT NULL AUTO_INCREMENT,
  source VARCHAR(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE previewed_payment (
  file_id     BIGINT      NOT NULL,
  line        INT         NOT NULL,
  reference   BIGINT      NOT NULL,
  cents       BIGINT      NOT NULL,
  customer_id BIGINT      NULL,
  state       VARCHAR(10) NOT NULL DEFAULT 'unclear',
  PRIMARY KEY (file_id, line)
) ENGINE = InnoDB;
