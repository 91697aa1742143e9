-- A platform for bug bounties. Each programme has 1,500 reports, half of them in triage; a larger database has more programmes.
DROP TABLE IF EXISTS bounty_programme, bounty_hunter, bounty_report, bounty_payment;
CREATE TABLE bounty_programme (
  id           BIGINT       NOT NULL,
  name         VARCHAR(255) NOT NULL,
  budget_cents BIGINT       NOT NULL,
  spent_cents  BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE bounty_hunter (
  id         BIGINT       NOT NULL,
  handle     VARCHAR(200) NOT NULL,
  reputation INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE bounty_report (
  id           BIGINT       NOT NULL,
  programme_id BIGINT       NOT NULL,
  hunter_id    BIGINT       NOT NULL,
  is_anonymous BOOLEAN      NOT NULL,
  title        VARCHAR(300) NOT NULL,
  severity     TINYINT      NOT NULL,  -- 1: critical .. 4: low
  state        VARCHAR(10)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_bounty_report_programme_id_state_id (programme_id, state, id),
  KEY idx_bounty_report_programme_id_state_severity (programme_id, state, severity)
) ENGINE = InnoDB;
CREATE TABLE bounty_payment (
  id           BIGINT   NOT NULL,
  programme_id BIGINT   NOT NULL,
  hunter_id    BIGINT   NOT NULL,
  cents        BIGINT   NOT NULL,
  paid_at      DATETIME NOT NULL,
  PRIMARY KEY (id),
  KEY idx_bounty_payment_programme_id_paid_at_id (programme_id, paid_at, id)
) ENGINE = InnoDB;

INSERT INTO bounty_programme (id, name, budget_cents, spent_cents)
SELECT id, CONCAT('Security of ', name), 5000000, id * 7919 % 4000000 FROM publisher WHERE id <= 20 * @factor;
INSERT INTO bounty_hunter (id, handle, reputation)
SELECT id, LOWER(REPLACE(name, ' ', '-')), id * 7919 % 5000 FROM customer WHERE id <= 2500;
INSERT INTO bounty_report (id, programme_id, hunter_id, is_anonymous, title, severity, state)
SELECT i.id, 1 + i.id % (20 * @factor), 1 + i.id * 31 % 2500, i.id % 11 = 3,
       CONCAT(ELT(1 + i.id % 7, 'Injection in ', 'Open redirect at ', 'Stored script in ', 'Token leaks from ', 'Missing check in ', 'Race in ', 'Old library in '), b.title),
       1 + i.id * 7 % 4, IF(i.id DIV 20 DIV @factor % 2 = 0, 'triage', 'closed')
  FROM order_item AS i JOIN book AS b ON b.id = 1 + i.id * 13 % 10000 WHERE i.id <= 30000 * @factor;
INSERT INTO bounty_payment (id, programme_id, hunter_id, cents, paid_at)
SELECT id, 1 + id % (20 * @factor), 1 + id * 17 % 2500, 10000 + id * 7919 % 500000, TIMESTAMPADD(MINUTE, id * 104729 % 400000, TIMESTAMP '2025-01-01 09:00:00')
  FROM review WHERE id <= 4000 * @factor;
ANALYZE TABLE bounty_report, bounty_payment;
