-- A chat. The number of channels grows with the dataset; each has three thousand messages.
DROP TABLE IF EXISTS channel_message;
DROP TABLE IF EXISTS channel_reaction;
CREATE TABLE channel_message (
  channel_id BIGINT       NOT NULL,
  number     BIGINT       NOT NULL,  -- within the channel
  sender_id  BIGINT       NOT NULL,
  sent_at    DATETIME(6)  NOT NULL,
  body       VARCHAR(500) NOT NULL,
  is_edited  TINYINT      NOT NULL,
  PRIMARY KEY (channel_id, number)
) ENGINE = InnoDB;
CREATE TABLE channel_reaction (
  channel_id BIGINT      NOT NULL,
  number     BIGINT      NOT NULL,
  emoji      VARCHAR(10) NOT NULL,
  member_id  BIGINT      NOT NULL,
  PRIMARY KEY (channel_id, number, emoji, member_id)
) ENGINE = InnoDB;
INSERT INTO channel_message (channel_id, number, sender_id, sent_at, body, is_edited)
SELECT 1 + (id - 1) DIV 3000, 1 + (id - 1) % 3000, 1 + id * 7919 % 400, TIMESTAMPADD(MINUTE, id % 3000, TIMESTAMP '2025-12-01 08:00:00'),
       body, id % 23 = 0 FROM review WHERE id <= 12000 * @factor;
INSERT INTO channel_reaction (channel_id, number, emoji, member_id)
SELECT m.channel_id, m.number, ELT(1 + (m.number + c.id) % 3, '👍', '🎉', '🙏'), c.id
  FROM channel_message AS m JOIN country AS c ON c.id <= 4 AND c.id <= m.number * 7 % 5;
ANALYZE TABLE channel_message, channel_reaction;
