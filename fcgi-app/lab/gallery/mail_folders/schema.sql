DROP TABLE IF EXISTS mail_message;
CREATE TABLE mail_message (
  id          BIGINT       NOT NULL,
  mailbox_id  BIGINT       NOT NULL,
  folder      VARCHAR(10)  NOT NULL,
  received_at DATETIME(6)  NOT NULL,
  is_read     TINYINT      NOT NULL,
  sender      VARCHAR(200) NOT NULL,
  subject     VARCHAR(300) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_mail_message_folder (mailbox_id, folder, received_at, is_read)
) ENGINE = InnoDB;

-- Three hundred messages in each mailbox, half of them in the inbox.
INSERT INTO mail_message (id, mailbox_id, folder, received_at, is_read, sender, subject)
SELECT i.id, 1 + i.id % (100 * @factor),
       ELT(1 + i.id DIV (100 * @factor) % 6, 'inbox', 'inbox', 'sent', 'inbox', 'archive', 'junk'),
       TIMESTAMPADD(MINUTE, i.id * 3, TIMESTAMP '2025-06-01 00:00:00'), i.id % 7 <> 0, c.name,
       CONCAT(ELT(1 + i.id % 3, 'Re: ', 'Fwd: ', ''), b.title)
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 13 % (2500 * @factor)
  JOIN book AS b ON b.id = i.book_id WHERE i.id <= 30000 * @factor;
