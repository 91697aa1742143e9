DROP TABLE IF EXISTS pick_task;
CREATE TABLE pick_task (
  id        BIGINT      NOT NULL,
  zone      VARCHAR(10) NOT NULL,
  state     VARCHAR(10) NOT NULL,
  queued_at DATETIME(6) NOT NULL,
  order_id  BIGINT      NOT NULL,
  book_id   BIGINT      NOT NULL,
  copies    INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_pick_task_zone_state_queued_at_id (zone, state, queued_at, id)
) ENGINE = InnoDB;

-- The newest fifth of the tasks is still open.
INSERT INTO pick_task (id, zone, state, queued_at, order_id, book_id, copies)
SELECT i.id, ELT(1 + i.book_id % 4, 'east', 'north', 'south', 'west'),
       IF(i.id > 24000 * @factor, 'open', 'done'), TIMESTAMPADD(SECOND, i.id % 900, o.placed_at),
       i.order_id, i.book_id, i.quantity
  FROM order_item AS i JOIN customer_order AS o ON o.id = i.order_id WHERE i.id <= 30000 * @factor;
