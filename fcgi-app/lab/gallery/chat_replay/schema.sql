-- Live streams with 10,000 messages each. A larger database has more streams.
DROP TABLE IF EXISTS live_category, live_stream, live_marker, live_message;
CREATE TABLE live_category (
  id   INT         NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE live_stream (
  id          BIGINT       NOT NULL,
  channel     VARCHAR(200) NOT NULL,
  title       VARCHAR(255) NOT NULL,
  category_id INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE live_marker (
  stream_id BIGINT       NOT NULL,
  at_ms     BIGINT       NOT NULL,
  note      VARCHAR(100) NOT NULL,
  PRIMARY KEY (stream_id, at_ms)
) ENGINE = InnoDB;
CREATE TABLE live_message (
  stream_id BIGINT       NOT NULL,
  number    INT          NOT NULL,
  at_ms     BIGINT       NOT NULL,
  badge     VARCHAR(10)  NOT NULL,
  author    VARCHAR(200) NOT NULL,
  text      VARCHAR(300) NOT NULL,
  PRIMARY KEY (stream_id, number)
) ENGINE = InnoDB;

INSERT INTO live_category (id, name) SELECT id, name FROM tag WHERE id <= 12;
INSERT INTO live_stream (id, channel, title, category_id)
SELECT b.id, p.name, b.title, 1 + b.id % 12 FROM book AS b JOIN publisher AS p ON p.id = b.id + 40 WHERE b.id <= 3 * @factor;
INSERT INTO live_marker (stream_id, at_ms, note)
SELECT s.id, m.id * 900000, ELT(1 + m.id % 3, 'goal', 'break', 'raid') FROM live_stream AS s JOIN country AS m ON m.id <= 14;
INSERT INTO live_message (stream_id, number, at_ms, badge, author, text)
SELECT 1 + (r.id - 1) DIV 10000, 1 + (r.id - 1) % 10000, (r.id - 1) % 10000 * 1300, ELT(1 + r.id * 7 % 9, 'mod', 'sub', 'sub', '', '', '', '', '', ''),
       c.name, LEFT(r.body, 250)
  FROM review AS r JOIN customer AS c ON c.id = 1 + r.id * 31 % 2500 WHERE r.id <= 30000 * @factor;
