-- Transcripts of episodes. The version goes up with every correction.
DROP TABLE IF EXISTS spoken_episode, spoken_transcript;
CREATE TABLE spoken_episode (
  id                 INT          NOT NULL,
  title              VARCHAR(255) NOT NULL,
  host               VARCHAR(200) NOT NULL,
  transcript_version INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE spoken_transcript (
  episode_id INT        NOT NULL,
  body       MEDIUMTEXT NOT NULL,
  PRIMARY KEY (episode_id)
) ENGINE = InnoDB;
INSERT INTO spoken_episode (id, title, host, transcript_version)
SELECT d.id, d.title, a.name, 1 + d.id % 9 FROM document AS d JOIN author AS a ON a.id = 1 + d.id % 12;
INSERT INTO spoken_transcript (episode_id, body) SELECT id, body FROM document;
