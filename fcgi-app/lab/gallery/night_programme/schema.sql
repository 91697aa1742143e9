-- A telescope's schedule: observing blocks, the proposals that they belong to, and the institutes that wrote those.
DROP TABLE IF EXISTS scope_institute, scope_proposal, scope_block;
CREATE TABLE scope_institute (
  id    BIGINT       NOT NULL,
  name  VARCHAR(200) NOT NULL,
  phone VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE scope_proposal (
  id           BIGINT       NOT NULL,
  code         VARCHAR(12)  NOT NULL,
  title        VARCHAR(255) NOT NULL,
  institute_id BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE scope_block (
  id          BIGINT      NOT NULL,
  run_id      BIGINT      NOT NULL,
  begins      VARCHAR(16) NOT NULL,
  minutes     BIGINT      NOT NULL,
  is_visitor  BOOL        NOT NULL,  -- the astronomers are there or on the phone
  moon        VARCHAR(10) NOT NULL,
  proposal_id BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_scope_block_run_id_begins_id (run_id, begins, id)
) ENGINE = InnoDB;

INSERT INTO scope_institute (id, name, phone) SELECT id, CONCAT('Institute of ', name), CONCAT('+56 2 ', 2000000 + id * 877) FROM publisher;
INSERT INTO scope_proposal (id, code, title, institute_id)
SELECT b.id, CONCAT('116.', LPAD(b.id, 5, '0')), b.title, 1 + b.id * 7 % 1000 FROM book AS b WHERE b.id <= 8000 * @factor;
INSERT INTO scope_block (id, run_id, begins, minutes, is_visitor, moon, proposal_id)
SELECT o.id, 1 + (o.id - 1) DIV 400, DATE_FORMAT(TIMESTAMPADD(MINUTE, (o.id - 1) % 400 * 45, TIMESTAMP '2026-02-01 19:00:00'), '%Y-%m-%d %H:%i'),
       20 + o.id % 4 * 15, o.id % 3 = 0, ELT(1 + o.id % 3, 'dark', 'grey', 'bright'), 1 + o.id * 13 % (8000 * @factor)
  FROM customer_order AS o WHERE o.id <= 8000 * @factor;
ANALYZE TABLE scope_block, scope_proposal;
