-- Grants that a town has made to tenants, and the clerks who granted them.
DROP TABLE IF EXISTS housing_grant, housing_clerk;
CREATE TABLE housing_clerk (
  id      BIGINT       NOT NULL,
  name    VARCHAR(200) NOT NULL,
  section VARCHAR(10)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE housing_grant (
  id         BIGINT       NOT NULL,
  applicant  VARCHAR(200) NOT NULL,
  purpose    VARCHAR(40)  NOT NULL,
  cents      BIGINT       NOT NULL,
  clerk_id   BIGINT       NOT NULL,
  granted_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO housing_clerk (id, name, section) SELECT c.id, c.name, CONCAT('50/', 1 + c.id % 6) FROM customer AS c WHERE c.id <= 45;
INSERT INTO housing_grant (id, applicant, purpose, cents, clerk_id, granted_on)
SELECT i.id, c.name, ELT(1 + i.id % 4, 'rent', 'heating', 'moving', 'deposit'), 4000 + i.id * 7919 % 90000, 1 + i.id * 37 % 46,
       DATE '2021-01-04' + INTERVAL i.id % 1700 DAY
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 31 % 2500 WHERE i.id <= 20000 * @factor;
ANALYZE TABLE housing_grant;
