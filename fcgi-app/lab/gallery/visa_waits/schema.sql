-- Applications for visas with their steps, and the decisions of a year. Fourteen consulates and five purposes everywhere.
DROP TABLE IF EXISTS visa_application, visa_step, visa_purpose, visa_consulate, visa_decision;
CREATE TABLE visa_consulate (
  id   INT         NOT NULL,
  city VARCHAR(80) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE visa_purpose (
  id   INT         NOT NULL,
  name VARCHAR(40) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE visa_application (
  id           BIGINT       NOT NULL,
  applicant    VARCHAR(200) NOT NULL,
  handed_in_on DATE         NOT NULL,
  purpose_id   INT          NOT NULL,
  consulate_id INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE visa_step (
  application_id BIGINT      NOT NULL,
  done_on        DATE        NOT NULL,
  title          VARCHAR(60) NOT NULL,
  PRIMARY KEY (application_id, done_on, title)
) ENGINE = InnoDB;
CREATE TABLE visa_decision (
  id           BIGINT NOT NULL,
  purpose_id   INT    NOT NULL,
  consulate_id INT    NOT NULL,
  decided_s    BIGINT NOT NULL,  -- since 1970
  days         INT    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_visa_decision_purpose_decided (purpose_id, decided_s, consulate_id, days)
) ENGINE = InnoDB;

INSERT INTO visa_consulate (id, city) SELECT id, CONCAT('Capital of ', name) FROM country WHERE id <= 14;
INSERT INTO visa_purpose (id, name) VALUES (1, 'visit'), (2, 'study'), (3, 'work'), (4, 'family'), (5, 'transit');
INSERT INTO visa_application (id, applicant, handed_in_on, purpose_id, consulate_id)
SELECT id, name, DATE '2025-11-03' + INTERVAL id % 50 DAY, 1 + id % 5, 1 + id * 7 % 14 FROM customer WHERE id <= 2000 * @factor;
INSERT INTO visa_step (application_id, done_on, title)
SELECT a.id, a.handed_in_on + INTERVAL t.id * 4 DAY, ELT(t.id, 'Fee received', 'Papers complete', 'Sent to the ministry', 'Interview')
  FROM visa_application AS a JOIN tag AS t ON t.id <= 1 + a.id % 4;
INSERT INTO visa_decision (id, purpose_id, consulate_id, decided_s, days)
SELECT id, 1 + id % 5, 1 + id DIV 5 * 31 % 14, 1735700000 + id * 31000000 DIV (28000 * @factor), 6 + id * 7919 % (20 + id % 70) FROM order_item WHERE id <= 28000 * @factor;
ANALYZE TABLE visa_step, visa_decision;
