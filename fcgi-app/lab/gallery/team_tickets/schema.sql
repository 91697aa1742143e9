DROP TABLE IF EXISTS team_ticket;
CREATE TABLE team_ticket (
  id        BIGINT       NOT NULL,
  team      VARCHAR(20)  NOT NULL,
  state     VARCHAR(10)  NOT NULL,
  subject   VARCHAR(300) NOT NULL,
  order_id  BIGINT       NOT NULL,
  due_at    DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_team_ticket_team_state (team, state),
  KEY idx_team_ticket_order_id (order_id)
) ENGINE = InnoDB;

-- Half of the tickets go to the team for deliveries, which has closed one in four.
INSERT INTO team_ticket (id, team, state, subject, order_id, due_at)
SELECT o.id, IF(o.id % 2 = 0, 'deliveries', ELT(1 + o.id % 3, 'payments', 'returns', 'accounts')),
       IF(o.id % 8 = 0, 'closed', 'open'), CONCAT('Question by ', c.name), o.id,
       TIMESTAMPADD(MINUTE, 60 + o.id * 7919 % 20000, o.placed_at)
  FROM customer_order AS o JOIN customer AS c ON c.id = o.customer_id WHERE o.id <= 10000 * @factor;
