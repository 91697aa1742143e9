-- The calls of ships at a port, and the agents that look after them.
DROP TABLE IF EXISTS port_agent, port_call;
CREATE TABLE port_agent (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE port_call (
  id       BIGINT       NOT NULL,
  arrived  DATETIME     NOT NULL,
  vessel   VARCHAR(200) NOT NULL,
  imo      CHAR(7)      NOT NULL,
  berth    VARCHAR(10)  NOT NULL,
  hours    INT          NOT NULL,
  moves    INT          NOT NULL,
  agent_id INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_port_call_arrived_id (arrived, id)
) ENGINE = InnoDB;

INSERT INTO port_agent (id, name) SELECT id, name FROM publisher WHERE id <= 60;
INSERT INTO port_call (id, arrived, vessel, imo, berth, hours, moves, agent_id)
SELECT i.id, TIMESTAMPADD(MINUTE, i.id * 211 DIV @factor, TIMESTAMP '2014-01-01 03:20:00'), UPPER(LEFT(b.title, 120)), LPAD(9000000 + i.book_id * 83, 7, '0'),
       CONCAT(ELT(1 + i.id % 4, 'N', 'E', 'S', 'W'), 1 + i.id % 11), 6 + i.id % 40, 90 + i.id * 37 % 3200, 1 + i.id * 7 % 60
  FROM order_item AS i JOIN book AS b ON b.id = i.book_id WHERE i.id <= 26000 * @factor;
ANALYZE TABLE port_call;
