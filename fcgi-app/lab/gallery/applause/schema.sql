-- The talks of a conference, and the applause they got: 64 rows for each talk, whose sum counts.
DROP TABLE IF EXISTS talk, talk_applause;
CREATE TABLE talk (
  id      BIGINT       NOT NULL,
  title   VARCHAR(255) NOT NULL,
  speaker VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE talk_applause (
  talk_id BIGINT NOT NULL,
  part    INT    NOT NULL,
  claps   BIGINT NOT NULL,
  PRIMARY KEY (talk_id, part)
) ENGINE = InnoDB;

INSERT INTO talk (id, title, speaker)
SELECT document.id, document.title, author.name FROM document JOIN author ON author.id = document.author_id WHERE document.id <= 90;
INSERT INTO talk_applause (talk_id, part, claps)
SELECT talk.id, part.id - 1, talk.id * part.id % 17 FROM talk JOIN tag AS part ON part.id <= 64;
