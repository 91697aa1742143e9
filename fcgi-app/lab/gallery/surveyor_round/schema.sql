-- What thirty loss adjusters of an insurer have to do: visits, estimates of workshops, reports that are due.
DROP TABLE IF EXISTS adjuster_on_road, adjuster_visit, adjuster_site, workshop_estimate, car_workshop, report_due, insured_contract;
CREATE TABLE adjuster_on_road (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  car  VARCHAR(12)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE adjuster_site (
  id     BIGINT       NOT NULL,
  street VARCHAR(200) NOT NULL,
  town   VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE adjuster_visit (
  id          BIGINT      NOT NULL,
  adjuster_id INT         NOT NULL,
  visit_at    DATETIME    NOT NULL,
  claim       CHAR(10)    NOT NULL,
  cause       VARCHAR(20) NOT NULL,
  site_id     BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_adjuster_visit_adjuster_id_visit_at_id (adjuster_id, visit_at, id)
) ENGINE = InnoDB;
CREATE TABLE car_workshop (
  id    BIGINT       NOT NULL,
  name  VARCHAR(200) NOT NULL,
  phone VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE workshop_estimate (
  id          BIGINT   NOT NULL,
  adjuster_id INT      NOT NULL,
  received_on DATE     NOT NULL,
  claim       CHAR(10) NOT NULL,
  cents       BIGINT   NOT NULL,
  workshop_id BIGINT   NOT NULL,
  PRIMARY KEY (id),
  KEY idx_workshop_estimate_adjuster_id_received_on_id (adjuster_id, received_on, id)
) ENGINE = InnoDB;
CREATE TABLE insured_contract (
  id       BIGINT       NOT NULL,
  holder   VARCHAR(200) NOT NULL,
  excess_c BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE report_due (
  id          BIGINT   NOT NULL,
  adjuster_id INT      NOT NULL,
  due_on      DATE     NOT NULL,
  claim       CHAR(10) NOT NULL,
  contract_id BIGINT   NOT NULL,
  PRIMARY KEY (id),
  KEY idx_report_due_adjuster_id_due_on_id (adjuster_id, due_on, id)
) ENGINE = InnoDB;

INSERT INTO adjuster_on_road (id, name, car)
SELECT id, name, CONCAT('HB-SV ', 100 + id) FROM author WHERE id <= 30;
INSERT INTO adjuster_site (id, street, town)
SELECT b.id, CONCAT(t.name, ' street ', 1 + b.id % 140), k.name
  FROM book AS b JOIN tag AS t ON t.id = 1 + b.id * 7 % 500 JOIN country AS k ON k.id = 1 + b.id % 120 WHERE b.id <= 9600 * @factor;
INSERT INTO adjuster_visit (id, adjuster_id, visit_at, claim, cause, site_id)
SELECT id, 1 + id % 30, TIMESTAMPADD(MINUTE, id DIV 30 % 9 * 50, TIMESTAMPADD(DAY, id DIV 270, TIMESTAMP '2026-01-05 08:10:00')),
       CONCAT('S', LPAD(id * 37 % 900000, 9, '0')), ELT(1 + id % 5, 'water pipe', 'storm', 'fire', 'burglary', 'collision'), id
  FROM book WHERE id <= 9600 * @factor;
INSERT INTO car_workshop (id, name, phone) SELECT id, name, CONCAT('+49 421 ', 100000 + id * 811) FROM publisher;
INSERT INTO workshop_estimate (id, adjuster_id, received_on, claim, cents, workshop_id)
SELECT id, 1 + id % 30, DATE '2026-01-02' + INTERVAL id DIV 30 % 90 DAY, CONCAT('S', LPAD(id * 41 % 900000, 9, '0')),
       18000 + id * 7919 % 900000, 1 + id * 13 % 1000
  FROM customer_order WHERE id <= 6000 * @factor;
INSERT INTO insured_contract (id, holder, excess_c) SELECT id, name, 15000 * (1 + id % 4) FROM customer WHERE id <= 2500 * @factor;
INSERT INTO report_due (id, adjuster_id, due_on, claim, contract_id)
SELECT id, 1 + id % 30, DATE '2026-01-07' + INTERVAL id DIV 30 % 60 DAY, CONCAT('S', LPAD(id * 43 % 900000, 9, '0')), 1 + id * 17 % (2500 * @factor)
  FROM customer_order WHERE id <= 6000 * @factor;
ANALYZE TABLE adjuster_visit, adjuster_site, workshop_estimate, report_due, insured_contract;
