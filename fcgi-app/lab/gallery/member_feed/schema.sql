-- A podcast with paying members: its settings, the members' tokens, and the episodes that only they get.
DROP TABLE IF EXISTS member_setting, member_token, member_episode;
CREATE TABLE member_setting (
  name    VARCHAR(40)  NOT NULL,
  content VARCHAR(200) NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;
CREATE TABLE member_token (
  id    BIGINT      NOT NULL,
  token CHAR(12)    NOT NULL,
  tier  VARCHAR(10) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE member_episode (
  id          BIGINT       NOT NULL,
  title       VARCHAR(255) NOT NULL,
  notes       VARCHAR(500) NOT NULL,
  seconds     INT          NOT NULL,
  bytes       BIGINT       NOT NULL,
  published_s BIGINT       NOT NULL,  -- seconds since 1970
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO member_setting (name, content) VALUES
  ('title', 'Two Chairs, the members'' feed'), ('media_host', 'https://media.twochairs.example'), ('measuring_prefix', 'https://count.example/e/'),
  ('language', 'en'), ('owner', 'hello@twochairs.example'), ('is_explicit', 'false');
INSERT INTO member_token (id, token, tier)
SELECT c.id, LPAD(HEX(c.id * 104729 % 4294967291), 12, '0'), ELT(1 + c.id % 3, 'friend', 'patron', 'host') FROM customer AS c WHERE c.id <= 2000 * @factor;
INSERT INTO member_episode (id, title, notes, seconds, bytes, published_s)
SELECT r.id, b.title, r.body, 900 + r.id * 37 % 4000, (900 + r.id * 37 % 4000) * 16000, 1735689600 + r.id * 31536000 DIV (4000 * @factor)
  FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 4000 * @factor;
ANALYZE TABLE member_episode;
