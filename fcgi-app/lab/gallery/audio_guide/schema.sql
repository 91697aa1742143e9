-- Stops of an audio guide with 160 seconds each. The seconds are compressed, like any coded sound.
DROP TABLE IF EXISTS guide_stop, guide_second;
CREATE TABLE guide_stop (
  id      INT NOT NULL,
  version INT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE guide_second (
  stop_id   INT        NOT NULL,
  second_no INT        NOT NULL,
  sound     MEDIUMBLOB NOT NULL,
  PRIMARY KEY (stop_id, second_no)
) ENGINE = InnoDB;
INSERT INTO guide_stop (id, version) SELECT id, 1 + id % 7 FROM country WHERE id <= 4 * @factor;
INSERT INTO guide_second (stop_id, second_no, sound)
SELECT 1 + (id - 1) DIV 160, (id - 1) % 160, COMPRESS(body) FROM document WHERE id <= 640 * @factor;
