-- A team chat. Each of the persons is in 650 channels, and has muted one in nine. A larger database has more persons.
DROP TABLE IF EXISTS huddle_person, huddle_channel, huddle_membership;
CREATE TABLE huddle_person (
  id        BIGINT       NOT NULL,
  name      VARCHAR(200) NOT NULL,
  workspace VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE huddle_channel (
  id             BIGINT NOT NULL,
  newest_message BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE huddle_membership (
  person_id  BIGINT      NOT NULL,
  channel_id BIGINT      NOT NULL,
  is_muted   BOOLEAN     NOT NULL,
  read_to    BIGINT      NOT NULL,
  read_at    DATETIME(6) NOT NULL,
  PRIMARY KEY (person_id, channel_id)
) ENGINE = InnoDB;

INSERT INTO huddle_person (id, name, workspace)
SELECT c.id, c.name, p.name FROM customer AS c JOIN publisher AS p ON p.id = 1 + c.id % 9 WHERE c.id <= 40 * @factor;
INSERT INTO huddle_channel (id, newest_message) SELECT id, 1000000 + id * 7919 FROM book WHERE id <= 1000;
INSERT INTO huddle_membership (person_id, channel_id, is_muted, read_to, read_at)
SELECT p.id, c.id, (p.id + c.id) % 9 = 0, 0, '2026-01-05 08:00:00' FROM huddle_person AS p JOIN huddle_channel AS c ON c.id <= 650;
ANALYZE TABLE huddle_membership;
