-- Chat rooms with 1,000 messages each. A larger database has more rooms.
DROP TABLE IF EXISTS chatter_room, chatter_person, chatter_message, chatter_reaction;
CREATE TABLE chatter_room (
  id    INT          NOT NULL,
  name  VARCHAR(100) NOT NULL,
  topic VARCHAR(255) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE chatter_person (
  id   BIGINT       NOT NULL,
  nick VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE chatter_message (
  id        BIGINT   NOT NULL,
  room_id   INT      NOT NULL,
  person_id BIGINT   NOT NULL,
  sent_at   DATETIME NOT NULL,
  text      TEXT     NOT NULL,
  PRIMARY KEY (id),
  KEY idx_chatter_message_room_id_id (room_id, id)
) ENGINE = InnoDB;
CREATE TABLE chatter_reaction (
  message_id BIGINT      NOT NULL,
  emoji      VARCHAR(20) NOT NULL,
  person_id  BIGINT      NOT NULL,
  PRIMARY KEY (message_id, emoji, person_id)
) ENGINE = InnoDB;

INSERT INTO chatter_room (id, name, topic) SELECT t.id, CONCAT('#', t.name), b.title FROM tag AS t JOIN book AS b ON b.id = t.id WHERE t.id <= 20 * @factor;
INSERT INTO chatter_person (id, nick) SELECT id, LOWER(SUBSTRING_INDEX(email, '@', 1)) FROM customer WHERE id <= 300;
INSERT INTO chatter_message (id, room_id, person_id, sent_at, text)
SELECT id, 1 + id % (20 * @factor), 1 + (id DIV 20 * 7 + id) % 300, TIMESTAMPADD(SECOND, id * 41, TIMESTAMP '2025-11-01 08:00:00'), LEFT(body, 300)
  FROM review WHERE id <= 20000 * @factor;
INSERT IGNORE INTO chatter_reaction (message_id, emoji, person_id)
SELECT 1 + id * 3 % (20000 * @factor), ELT(1 + id % 4, 'thumbs-up', 'heart', 'tada', 'eyes'), 1 + id * 13 % 300 FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE chatter_message, chatter_reaction;
