DROP TABLE IF EXISTS gym_membership;
CREATE TABLE gym_membership (
  member_id BIGINT      NOT NULL,
  tariff    VARCHAR(20) NOT NULL,
  ends_on   DATE        NOT NULL,
  PRIMARY KEY (member_id)
) ENGINE = InnoDB;
INSERT INTO gym_membership (member_id, tariff, ends_on)
SELECT id, ELT(1 + id % 3, 'monthly', 'yearly', 'student'), TIMESTAMPADD(DAY, 30 + id % 600, DATE '2026-01-01') FROM customer;
