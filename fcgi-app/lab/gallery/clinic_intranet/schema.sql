-- A clinic: who works when and where, how long patients waited, notices, and what the canteen cooks.
DROP TABLE IF EXISTS clinic_shift, clinic_wait, clinic_notice, clinic_dish;
CREATE TABLE clinic_shift (
  id        BIGINT      NOT NULL,
  person_id BIGINT      NOT NULL,
  begins_at DATETIME    NOT NULL,
  ward      VARCHAR(20) NOT NULL,
  hours     INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_clinic_shift_person_id_begins_at (person_id, begins_at)
) ENGINE = InnoDB;
CREATE TABLE clinic_wait (
  id         BIGINT      NOT NULL,
  arrived_at DATETIME    NOT NULL,
  department VARCHAR(20) NOT NULL,
  minutes    INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_clinic_wait_arrived_at (arrived_at, department, minutes)
) ENGINE = InnoDB;
CREATE TABLE clinic_notice (
  id        BIGINT       NOT NULL,
  posted_on DATE         NOT NULL,
  title     VARCHAR(255) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE clinic_dish (
  day      INT         NOT NULL,
  position INT         NOT NULL,
  dish     VARCHAR(60) NOT NULL,
  PRIMARY KEY (day, position)
) ENGINE = InnoDB;

INSERT INTO clinic_shift (id, person_id, begins_at, ward, hours)
SELECT o.id, 1 + o.id * 7 % 500, TIMESTAMP '2025-12-20 06:00:00' + INTERVAL o.id * 8 % 2400 HOUR,
       ELT(1 + o.id % 6, 'ICU', 'Surgery', 'Maternity', 'Emergency', 'Paediatrics', 'Geriatrics'), 8 + o.id % 3 * 2
  FROM customer_order AS o WHERE o.id <= 9000 * @factor;
INSERT INTO clinic_wait (id, arrived_at, department, minutes)
SELECT i.id, TIMESTAMP '2025-12-31 23:00:00' - INTERVAL i.id * 7 % 43200 MINUTE,
       ELT(1 + i.id % 8, 'Cardiology', 'Dermatology', 'Emergency', 'ENT', 'Eyes', 'Orthopaedics', 'Radiology', 'Urology'), i.id * 7919 % 170
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
INSERT INTO clinic_notice (id, posted_on, title)
SELECT b.id, DATE '2023-01-01' + INTERVAL b.id DAY, CONCAT('Notice: ', LEFT(b.title, 200)) FROM book AS b WHERE b.id <= 1000;
INSERT INTO clinic_dish (day, position, dish) VALUES
  (1, 1, 'Lentil soup'), (1, 2, 'Cod with dill'), (1, 3, 'Gnocchi'), (2, 1, 'Tomato soup'), (2, 2, 'Goulash'), (2, 3, 'Chickpea curry'),
  (3, 1, 'Leek soup'), (3, 2, 'Meatballs'), (3, 3, 'Risotto'), (4, 1, 'Pea soup'), (4, 2, 'Chicken pie'), (4, 3, 'Omelette'), (5, 1, 'Fish soup'), (5, 2, 'Pollack'), (5, 3, 'Dumplings');
ANALYZE TABLE clinic_shift, clinic_wait;
