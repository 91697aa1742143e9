-- A hospital's laboratory: 240 tests, five orders of each patient, a dozen results of each order. A larger database has more patients.
DROP TABLE IF EXISTS patho_test, patho_patient, patho_order, patho_result;
CREATE TABLE patho_test (
  id           INT         NOT NULL,
  name         VARCHAR(60) NOT NULL,
  unit         VARCHAR(10) NOT NULL,
  low_milli    BIGINT      NOT NULL,
  high_milli   BIGINT      NOT NULL,
  jump_percent INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE patho_patient (
  id      BIGINT       NOT NULL,
  name    VARCHAR(200) NOT NULL,
  born_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE patho_order (
  number     BIGINT      NOT NULL,
  patient_id BIGINT      NOT NULL,
  ward       VARCHAR(20) NOT NULL,
  taken_at   DATETIME    NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE patho_result (
  patient_id   BIGINT NOT NULL,
  test_id      INT    NOT NULL,
  order_number BIGINT NOT NULL,
  milli        BIGINT NOT NULL,
  PRIMARY KEY (patient_id, order_number, test_id),
  KEY idx_patho_result_patient_id_test_id_order_number (patient_id, test_id, order_number)
) ENGINE = InnoDB;

INSERT INTO patho_test (id, name, unit, low_milli, high_milli, jump_percent)
SELECT id, name, ELT(1 + id % 4, 'mg/l', 'ug/l', 'mmol/l', 'U/l'), 2000 + id * 7, 9000 + id * 31, 20 + id % 60 FROM tag WHERE id <= 240;
INSERT INTO patho_patient (id, name, born_on) SELECT id, name, DATE '1935-01-01' + INTERVAL id * 7919 % 30000 DAY FROM customer WHERE id <= 500 * @factor;
INSERT INTO patho_order (number, patient_id, ward, taken_at)
SELECT id, 1 + (id - 1) DIV 2500 * 500 + (id - 1) % 500, ELT(1 + id % 6, 'A1', 'A2', 'B1', 'ICU', 'ER', 'Day clinic'), TIMESTAMPADD(MINUTE, id * 17, TIMESTAMP '2025-09-01 06:00:00')
  FROM customer_order WHERE id <= 2500 * @factor;
INSERT INTO patho_result (patient_id, test_id, order_number, milli)
SELECT o.patient_id, 1 + (o.patient_id * 7 + n.id * 19 + o.number % 3) % 240, o.number, (o.number * 7919 + n.id * 104729) % 24000 FROM patho_order AS o JOIN tag AS n ON n.id <= 12;
ANALYZE TABLE patho_result;
