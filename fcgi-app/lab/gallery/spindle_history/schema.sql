-- The spindles of a factory's milling machines, and what was measured each week. Larger factories have more spindles.
DROP TABLE IF EXISTS mill_spindle, spindle_week_2022, spindle_week_2023, spindle_week_2024, spindle_week_2025;
CREATE TABLE mill_spindle (
  id              INT         NOT NULL,
  name            VARCHAR(40) NOT NULL,
  bearing         VARCHAR(40) NOT NULL,
  max_micrometres INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE spindle_week_2022 (
  spindle_id INT  NOT NULL,
  starts_on  DATE NOT NULL,
  hours      INT  NOT NULL,
  mean_um    INT  NOT NULL,
  peak_um    INT  NOT NULL,
  celsius    INT  NOT NULL,
  PRIMARY KEY (spindle_id, starts_on)
) ENGINE = InnoDB;
CREATE TABLE spindle_week_2023 LIKE spindle_week_2022;
CREATE TABLE spindle_week_2024 LIKE spindle_week_2022;
CREATE TABLE spindle_week_2025 LIKE spindle_week_2022;

INSERT INTO mill_spindle (id, name, bearing, max_micrometres)
SELECT b.id, CONCAT('Machine ', 1 + b.id DIV 2, ', spindle ', 1 + b.id % 2), ELT(1 + b.id % 3, '7014 hybrid', '7020 steel', '71914 hybrid'), 118 + b.id % 9
  FROM book AS b WHERE b.id <= 60 * @factor;
INSERT INTO spindle_week_2022 (spindle_id, starts_on, hours, mean_um, peak_um, celsius)
SELECT s.id, DATE '2022-01-03' + INTERVAL w.id WEEK, 20 + (s.id + w.id * 31) % 100, 22 + (s.id * 7 + w.id) % 40, 60 + (s.id * 13 + w.id * 37) % 64, 38 + (s.id + w.id * 7) % 29
  FROM mill_spindle AS s JOIN tag AS w ON w.id < 52;
INSERT INTO spindle_week_2023 (spindle_id, starts_on, hours, mean_um, peak_um, celsius)
SELECT s.id, DATE '2023-01-02' + INTERVAL w.id WEEK, 20 + (s.id + w.id * 31) % 100, 22 + (s.id * 7 + w.id) % 40, 60 + (s.id * 13 + w.id * 37) % 64, 38 + (s.id + w.id * 7) % 29
  FROM mill_spindle AS s JOIN tag AS w ON w.id < 52;
INSERT INTO spindle_week_2024 (spindle_id, starts_on, hours, mean_um, peak_um, celsius)
SELECT s.id, DATE '2024-01-01' + INTERVAL w.id WEEK, 20 + (s.id + w.id * 31) % 100, 22 + (s.id * 7 + w.id) % 40, 60 + (s.id * 13 + w.id * 37) % 64, 38 + (s.id + w.id * 7) % 29
  FROM mill_spindle AS s JOIN tag AS w ON w.id < 52;
INSERT INTO spindle_week_2025 (spindle_id, starts_on, hours, mean_um, peak_um, celsius)
SELECT s.id, DATE '2025-01-06' + INTERVAL w.id WEEK, 20 + (s.id + w.id * 31) % 100, 22 + (s.id * 7 + w.id) % 40, 60 + (s.id * 13 + w.id * 37) % 64, 38 + (s.id + w.id * 7) % 29
  FROM mill_spindle AS s JOIN tag AS w ON w.id < 52;
ANALYZE TABLE spindle_week_2022, spindle_week_2023, spindle_week_2024, spindle_week_2025;
