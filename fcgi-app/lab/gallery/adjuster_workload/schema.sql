-- Car insurance: eight teams with twelve adjusters each. A third of the claims is still open.
DROP TABLE IF EXISTS motor_adjuster, motor_claim;
CREATE TABLE motor_adjuster (
  id       INT          NOT NULL,
  team_id  INT          NOT NULL,
  name     VARCHAR(200) NOT NULL,
  capacity INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_motor_adjuster_team_id (team_id)
) ENGINE = InnoDB;
CREATE TABLE motor_claim (
  id            BIGINT      NOT NULL,
  team_id       INT         NOT NULL,
  adjuster_id   INT         NOT NULL,
  state         VARCHAR(10) NOT NULL,
  cause         VARCHAR(30) NOT NULL,
  reserve_cents BIGINT      NOT NULL,
  reported_on   DATE        NOT NULL,
  PRIMARY KEY (id),
  KEY idx_motor_claim_team_id_state (team_id, state, adjuster_id, cause, reserve_cents, reported_on)
) ENGINE = InnoDB;

INSERT INTO motor_adjuster (id, team_id, name, capacity)
SELECT id, 1 + id % 8, name, 90 + id % 5 * 10 FROM author WHERE id <= 96;
INSERT INTO motor_claim (id, team_id, adjuster_id, state, cause, reserve_cents, reported_on)
SELECT o.id, a.team_id, a.id, IF(o.id % 3 = 0, 'open', 'settled'),
       ELT(1 + (o.id DIV 3 + o.id DIV 96) % 6, 'rear-end collision', 'hail', 'parking damage', 'theft', 'deer', 'broken windscreen'),
       20000 + o.id * 7919 % 900000, DATE '2025-12-31' - INTERVAL o.id * 31 % 400 DAY
  FROM order_item AS o JOIN motor_adjuster AS a ON a.id = 1 + o.id * 5 DIV 3 % 96 WHERE o.id <= 30000 * @factor;
ANALYZE TABLE motor_claim;
