-- A television show whose audience votes: the acts of each show, and the votes, which are spread over 32 rows for each act.
DROP TABLE IF EXISTS vote_show, vote_act, vote_slot;
CREATE TABLE vote_show (
  id       INT         NOT NULL,
  title    VARCHAR(60) NOT NULL,
  closes   VARCHAR(10) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vote_act (
  show_id INT          NOT NULL,
  number  INT          NOT NULL,
  name    VARCHAR(200) NOT NULL,
  song    VARCHAR(255) NOT NULL,
  PRIMARY KEY (show_id, number)
) ENGINE = InnoDB;
CREATE TABLE vote_slot (
  show_id INT    NOT NULL,
  number  INT    NOT NULL,
  slot    INT    NOT NULL,
  votes   BIGINT NOT NULL,
  PRIMARY KEY (show_id, number, slot)
) ENGINE = InnoDB;

INSERT INTO vote_show (id, title, closes) SELECT t.id, CONCAT('Song of the Coast, heat ', t.id), ELT(1 + t.id % 2, '21:55', '22:10') FROM tag AS t WHERE t.id <= 12;
INSERT INTO vote_act (show_id, number, name, song)
SELECT s.id, t.id, a.name, b.title FROM vote_show AS s JOIN tag AS t ON t.id <= 14
  JOIN author AS a ON a.id = s.id * 60 + t.id JOIN book AS b ON b.id = s.id * 600 + t.id;
INSERT INTO vote_slot (show_id, number, slot, votes)
SELECT a.show_id, a.number, t.id - 1, 0 FROM vote_act AS a JOIN tag AS t ON t.id <= 32;
