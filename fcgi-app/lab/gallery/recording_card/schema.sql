-- Recordings and who earns from them. Every registrant has 100 recordings per dataset factor.
DROP TABLE IF EXISTS neighbouring_recording, neighbouring_holder, neighbouring_share, neighbouring_payout, neighbouring_dispute;
CREATE TABLE neighbouring_recording (
  id        BIGINT       NOT NULL,
  isrc      CHAR(12)     NOT NULL,
  title     VARCHAR(255) NOT NULL,
  performer VARCHAR(200) NOT NULL,
  seconds   INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE neighbouring_holder (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE neighbouring_share (
  recording_id BIGINT      NOT NULL,
  holder_id    BIGINT      NOT NULL,
  role         VARCHAR(20) NOT NULL,
  permille     INT         NOT NULL,
  PRIMARY KEY (recording_id, holder_id)
) ENGINE = InnoDB;
CREATE TABLE neighbouring_payout (
  recording_id BIGINT  NOT NULL,
  quarter      CHAR(7) NOT NULL,
  plays        BIGINT  NOT NULL,
  cents        BIGINT  NOT NULL,
  PRIMARY KEY (recording_id, quarter)
) ENGINE = InnoDB;
CREATE TABLE neighbouring_dispute (
  id           BIGINT       NOT NULL,
  recording_id BIGINT       NOT NULL,
  opened_on    DATE         NOT NULL,
  reason       VARCHAR(200) NOT NULL,
  is_open      BOOLEAN      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_neighbouring_dispute_recording_id (recording_id, is_open)
) ENGINE = InnoDB;

INSERT INTO neighbouring_recording (id, isrc, title, performer, seconds)
SELECT p.id, CONCAT('DE', LPAD(100 + p.id % 100, 3, '0'), '25', LPAD(1 + (p.id - 1) DIV 100, 5, '0')), b.title, a.name, 90 + p.id * 7919 % 400
  FROM product AS p JOIN book AS b ON b.id = 1 + p.id * 31 % 10000 JOIN author AS a ON a.id = 1 + p.id * 17 % 1250
 WHERE p.id <= 10000 * @factor;
INSERT INTO neighbouring_holder (id, name) SELECT id, name FROM author WHERE id <= 1250;
INSERT INTO neighbouring_share (recording_id, holder_id, role, permille)
SELECT r.id, 1 + (r.id * 13 + part.id * 101) % 1250, ELT(part.id, 'performer', 'producer', 'session'), ELT(part.id, 500, IF(r.id % 2 = 0, 300, 500), IF(r.id % 7 = 3, 100, 200))
  FROM neighbouring_recording AS r JOIN country AS part ON part.id <= 3 AND (part.id < 3 OR r.id % 2 = 0);
INSERT INTO neighbouring_payout (recording_id, quarter, plays, cents)
SELECT r.id, CONCAT('2025-Q', q.id), r.id * q.id * 7919 % 90000, r.id * q.id * 104729 % 40000
  FROM neighbouring_recording AS r JOIN country AS q ON q.id <= 4 WHERE r.id % 4 < 3;
INSERT INTO neighbouring_dispute (id, recording_id, opened_on, reason, is_open)
SELECT id, 1 + id * 7919 % (10000 * @factor), TIMESTAMPADD(DAY, id % 700, DATE '2024-01-01'),
       ELT(1 + id % 3, 'Two registrants claim the master.', 'The producer was not named.', 'The share of the session is too small.'), id % 2
  FROM book WHERE id <= 3000 * @factor;
ANALYZE TABLE neighbouring_recording;
