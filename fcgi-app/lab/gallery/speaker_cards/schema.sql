DROP TABLE IF EXISTS conference_speaker;
CREATE TABLE conference_speaker (
  conference_id BIGINT       NOT NULL,
  speaker_id    BIGINT       NOT NULL,
  position      INT          NOT NULL,
  version       BIGINT       NOT NULL,
  talk          VARCHAR(255) NOT NULL,
  PRIMARY KEY (conference_id, speaker_id),
  KEY idx_conference_speaker_conference_id_position_version (conference_id, position, version)
) ENGINE = InnoDB;
-- A large conference with 640 speakers, and smaller ones.
INSERT INTO conference_speaker (conference_id, speaker_id, position, version, talk)
SELECT 1, a.id, a.id * 7 % 641, 1 + a.id % 5, d.title FROM author AS a JOIN document AS d ON d.id = a.id WHERE a.id <= 640;
INSERT INTO conference_speaker (conference_id, speaker_id, position, version, talk)
SELECT 2 + a.id DIV 50, a.id, a.id % 50, 1 + a.id % 3, CONCAT('How I write: ', a.name) FROM author AS a WHERE a.id <= 1200 * @factor;
ANALYZE TABLE conference_speaker;
