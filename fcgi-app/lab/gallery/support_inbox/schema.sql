DROP TABLE IF EXISTS support_thread, support_message;
CREATE TABLE support_thread (
  id      BIGINT      NOT NULL,
  subject VARCHAR(60) NOT NULL,
  unread  INT         NOT NULL,
  last_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_support_thread_last_at_id (last_at, id)
) ENGINE = InnoDB;
CREATE TABLE support_message (
  id        BIGINT       NOT NULL,
  thread_id BIGINT       NOT NULL,
  sender    VARCHAR(20)  NOT NULL,
  body      VARCHAR(320) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_support_message_thread_id (thread_id)
) ENGINE = InnoDB;

-- A thread per order, and a message per item. A third of the threads have unread messages.
INSERT INTO support_thread (id, subject, unread, last_at)
SELECT id, CONCAT('Your order ', id), IF(id % 3 = 1, 1 + id % 4, 0), TIMESTAMPADD(MINUTE, id * 7 % 600, placed_at)
  FROM customer_order WHERE id <= 10000 * @factor;
INSERT INTO support_message (id, thread_id, sender, body)
SELECT i.id, i.order_id, IF(i.id % 2 = 0, 'customer', 'clerk'), CONCAT('Is this about ', b.title, '?')
  FROM order_item AS i JOIN book AS b ON b.id = i.book_id WHERE i.id <= 30000 * @factor;
