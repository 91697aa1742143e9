DROP TABLE IF EXISTS clinic_visit;
CREATE TABLE clinic_visit (
  id         BIGINT      NOT NULL,
  doctor_id  INT         NOT NULL,
  patient_id BIGINT      NOT NULL,
  starts_at  DATETIME(6) NOT NULL,
  reason     VARCHAR(60) NOT NULL,
  state      VARCHAR(10) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_clinic_visit_doctor_patient (doctor_id, patient_id)
) ENGINE = InnoDB;

-- Forty doctors. A patient has about twelve appointments, however large the clinic is.
INSERT INTO clinic_visit (id, doctor_id, patient_id, starts_at, reason, state)
SELECT id, 1 + id * 17 % 40, 1 + id * 7 % (2500 * @factor),
       TIMESTAMPADD(MINUTE, id * 7919 % 1500000, TIMESTAMP '2023-01-02 08:00:00'),
       ELT(1 + id % 6, 'check-up', 'vaccination', 'results', 'pain', 'certificate', 'second opinion'),
       IF(id % 17 = 0, 'missed', 'kept')
  FROM order_item WHERE id <= 30000 * @factor;
