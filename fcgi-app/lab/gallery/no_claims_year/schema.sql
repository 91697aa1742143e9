-- A motor insurer: contracts of its agencies with class and claims of the year, and drafts of the classes of the next
-- year. The newest fifty drafts are kept.
DROP TABLE IF EXISTS claims_class, claims_contract, claims_draft, claims_draft_line;
CREATE TABLE claims_class (
  class      INT NOT NULL,
  percent    INT NOT NULL,  -- of the full premium
  after_one  INT NOT NULL,  -- the class after one claim, after two or more, and after a year without
  after_more INT NOT NULL,
  after_none INT NOT NULL,
  PRIMARY KEY (class)
) ENGINE = InnoDB;
CREATE TABLE claims_contract (
  id          BIGINT NOT NULL,
  agency_id   INT    NOT NULL,
  class       INT    NOT NULL,
  claims      INT    NOT NULL,
  full_cents  BIGINT NOT NULL,
  PRIMARY KEY (id),
  KEY idx_claims_contract_agency_id_id (agency_id, id)
) ENGINE = InnoDB;
CREATE TABLE claims_draft (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  agency_id  INT         NOT NULL,
  drafted_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE claims_draft_line (
  draft_id    BIGINT NOT NULL,
  contract_id BIGINT NOT NULL,
  class       INT    NOT NULL,
  claims      INT    NOT NULL,
  full_cents  BIGINT NOT NULL,
  cents       BIGINT NOT NULL,
  PRIMARY KEY (draft_id, contract_id)
) ENGINE = InnoDB;

INSERT INTO claims_class (class, percent, after_one, after_more, after_none)
SELECT id, GREATEST(20, 102 - id * 3), GREATEST(1, id DIV 2), GREATEST(1, id DIV 4), LEAST(35, id + 1) FROM tag WHERE id <= 35;
INSERT INTO claims_contract (id, agency_id, class, claims, full_cents)
SELECT i.id, 1 + i.id % 12, 1 + i.id * 7919 % 35, IF(i.id * 13 % 11 = 0, 1 + i.id % 2, 0), 60000 + i.id * 104729 % 140000
  FROM order_item AS i WHERE i.id <= 18000 * @factor;
ANALYZE TABLE claims_contract;
