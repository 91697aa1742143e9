-- Messages to the shop. The mail program sends those it has not sent yet and marks them.
DROP TABLE IF EXISTS shop_message;
CREATE TABLE shop_message (
  id          BIGINT        NOT NULL AUTO_INCREMENT,
  customer_id BIGINT        NULL,  -- NULL for a guest
  body        VARCHAR(4000) NOT NULL,
  created_at  DATETIME(6)   NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  sent_at     DATETIME(6)   NULL,
  PRIMARY KEY (id),
  KEY idx_shop_message_created_at (created_at)
) ENGINE = InnoDB;
