-- Household insurance: policies with the articles that they cover, and the newest thousand claims.
DROP TABLE IF EXISTS household_policy, household_article, household_claim, household_claim_note;
CREATE TABLE household_policy (
  id           BIGINT       NOT NULL,
  holder       VARCHAR(200) NOT NULL,
  country      CHAR(2)      NOT NULL,
  excess_cents BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE household_article (
  policy_id BIGINT       NOT NULL,
  position  INT          NOT NULL,
  sku       VARCHAR(20)  NOT NULL,
  name      VARCHAR(200) NOT NULL,
  PRIMARY KEY (policy_id, position)
) ENGINE = InnoDB;
CREATE TABLE household_claim (
  id            BIGINT      NOT NULL AUTO_INCREMENT,
  policy_id     BIGINT      NOT NULL,
  position      INT         NOT NULL,
  state         VARCHAR(10) NOT NULL,
  price_cents   BIGINT      NOT NULL DEFAULT 0,
  freight_cents BIGINT      NOT NULL DEFAULT 0,
  paid_cents    BIGINT      NOT NULL DEFAULT 0,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE household_claim_note (
  claim_id BIGINT       NOT NULL,
  number   INT          NOT NULL,
  note     VARCHAR(100) NOT NULL,
  PRIMARY KEY (claim_id, number)
) ENGINE = InnoDB;

INSERT INTO household_policy (id, holder, country, excess_cents)
SELECT c.id, c.name, k.code, 500 + c.id % 4 * 250 FROM customer AS c JOIN country AS k ON k.id = c.country_id WHERE c.id <= 400 * @factor;
INSERT INTO household_article (policy_id, position, sku, name)
SELECT policy.id, part.id, p.sku, p.name
  FROM household_policy AS policy JOIN tag AS part ON part.id <= 6
  JOIN indexed_product AS p ON p.id = 1 + (policy.id * 31 + part.id * 409) % 25000;
INSERT INTO household_claim (policy_id, position, state, price_cents, freight_cents, paid_cents)
SELECT 1 + id % 400, 1 + id % 6, 'valued', 2500 + id, 600, 2100 + id FROM book WHERE id <= 1000 ORDER BY id;
INSERT INTO household_claim_note (claim_id, number, note)
SELECT claim.id, part.id, ELT(part.id, 'filed by phone', 'valued at the dealer''s price') FROM household_claim AS claim JOIN tag AS part ON part.id <= 2;
