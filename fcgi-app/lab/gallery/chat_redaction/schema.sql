-- Chat rooms with six thousand messages each. A larger database has more rooms.
DROP TABLE IF EXISTS lounge_room, lounge_message, lounge_word;
CREATE TABLE lounge_room (
  id    INT          NOT NULL,
  title VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE lounge_message (
  room_id   INT          NOT NULL,
  number    INT          NOT NULL,
  sent_at   DATETIME     NOT NULL,
  sender_id BIGINT       NOT NULL,
  text      VARCHAR(700) NOT NULL,
  PRIMARY KEY (room_id, number)
) ENGINE = InnoDB;
CREATE TABLE lounge_word (
  word VARCHAR(60) NOT NULL,
  PRIMARY KEY (word)
) ENGINE = InnoDB;
INSERT INTO lounge_room (id, title) SELECT id, CONCAT('All about ', name) FROM publisher WHERE id <= 5 * @factor;
INSERT INTO lounge_message (room_id, number, sent_at, sender_id, text)
SELECT 1 + (id - 1) DIV 6000, 1 + (id - 1) % 6000, TIMESTAMP '2026-01-03 07:00:00' + INTERVAL (id - 1) % 6000 MINUTE, customer_id,
       CASE id % 9 WHEN 0 THEN CONCAT('Call me at 0', 1000000 + id * 7919 % 8999999, '. ', body)
                   WHEN 1 THEN CONCAT(body, ' Write to reader', id, '@mail.example')
                   WHEN 2 THEN CONCAT('https://pictures.example/', id, ' ', body)
                   ELSE body END
  FROM review WHERE id <= 30000 * @factor;
INSERT INTO lounge_word (word) SELECT CONCAT('darn', id) FROM tag WHERE id <= 40;
ANALYZE TABLE lounge_message;
