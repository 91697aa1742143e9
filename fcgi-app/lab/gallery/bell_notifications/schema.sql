-- What the members of a forum are notified of: three hundred of each source for a member.
DROP TABLE IF EXISTS bell_reply;
DROP TABLE IF EXISTS bell_mention;
DROP TABLE IF EXISTS bell_follower;
DROP TABLE IF EXISTS bell_seen;
CREATE TABLE bell_reply (
  id          BIGINT       NOT NULL,
  member_id   BIGINT       NOT NULL,
  answered_at DATETIME     NOT NULL,
  excerpt     VARCHAR(120) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_bell_reply_member_id_answered_at_id (member_id, answered_at, id)
) ENGINE = InnoDB;
CREATE TABLE bell_mention (
  id           BIGINT       NOT NULL,
  member_id    BIGINT       NOT NULL,
  mentioned_at DATETIME     NOT NULL,
  excerpt      VARCHAR(120) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_bell_mention_member_id_mentioned_at_id (member_id, mentioned_at, id)
) ENGINE = InnoDB;
CREATE TABLE bell_follower (
  id          BIGINT       NOT NULL,
  member_id   BIGINT       NOT NULL,
  followed_at DATETIME     NOT NULL,
  nickname    VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_bell_follower_member_id_followed_at_id (member_id, followed_at, id)
) ENGINE = InnoDB;
CREATE TABLE bell_seen (
  member_id BIGINT   NOT NULL,
  seen_at   DATETIME NOT NULL,
  PRIMARY KEY (member_id)
) ENGINE = InnoDB;
INSERT INTO bell_reply (id, member_id, answered_at, excerpt)
SELECT id, 1 + id % (10 * @factor), TIMESTAMPADD(MINUTE, id DIV (10 * @factor) * 97, TIMESTAMP '2025-03-01 07:00:00'), LEFT(body, 120)
  FROM review WHERE id <= 3000 * @factor;
INSERT INTO bell_mention (id, member_id, mentioned_at, excerpt)
SELECT id, 1 + id % (10 * @factor), TIMESTAMPADD(MINUTE, id DIV (10 * @factor) * 101, TIMESTAMP '2025-03-01 07:30:00'), LEFT(body, 120)
  FROM review WHERE id <= 3000 * @factor;
INSERT INTO bell_follower (id, member_id, followed_at, nickname)
SELECT r.id, 1 + r.id % (10 * @factor), TIMESTAMPADD(MINUTE, r.id DIV (10 * @factor) * 89, TIMESTAMP '2025-03-02 09:00:00'), c.name
  FROM review AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.id <= 3000 * @factor;
INSERT INTO bell_seen (member_id, seen_at)
SELECT id, TIMESTAMP '2025-03-18 12:00:00' FROM customer WHERE id <= 10 * @factor AND id % 3 <> 0;
