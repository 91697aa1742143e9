-- Short links, and those that people wrote in a chat, of which some are mistyped.
DROP TABLE IF EXISTS short_link;
DROP TABLE IF EXISTS chat_link;
CREATE TABLE short_link (
  code   VARCHAR(12)  NOT NULL,
  target VARCHAR(200) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;
CREATE TABLE chat_link (
  message_id BIGINT      NOT NULL,
  code       VARCHAR(12) NOT NULL,
  PRIMARY KEY (message_id)
) ENGINE = InnoDB;
INSERT INTO short_link (code, target)
SELECT CONCAT('L', LPAD(id * 7919 % 1000000, 6, '0')), CONCAT('https://shop.example/books/', id, '?from=chat')
  FROM book WHERE id <= 6000 * @factor;
INSERT INTO chat_link (message_id, code)
SELECT id, CONCAT(IF(id % 12 = 5, 'X', 'L'), LPAD(id * 7919 % 1000000, 6, '0')) FROM book WHERE id <= 5000 * @factor;
