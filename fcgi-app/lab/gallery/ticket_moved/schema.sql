DROP TABLE IF EXISTS board_ticket;
DROP TABLE IF EXISTS board_outbox;
CREATE TABLE board_ticket (
  id      BIGINT       NOT NULL,
  title   VARCHAR(255) NOT NULL,
  state   VARCHAR(20)  NOT NULL,
  version BIGINT       NOT NULL DEFAULT 1,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
-- Events that are to be sent to subscribers, the newest of each ticket.
CREATE TABLE board_outbox (
  ticket_id  BIGINT       NOT NULL,
  version    BIGINT       NOT NULL,
  payload    VARCHAR(500) NOT NULL,
  created_at DATETIME(6)  NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (ticket_id)
) ENGINE = InnoDB;
INSERT INTO board_ticket (id, title, state)
SELECT id, title, ELT(1 + id % 3, 'open', 'in progress', 'done') FROM book WHERE id <= 2000 * @factor;
