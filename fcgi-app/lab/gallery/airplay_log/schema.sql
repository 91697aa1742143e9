-- What four radio stations have played, and the works.
DROP TABLE IF EXISTS airplay_station, airplay_work, airplay_play;
CREATE TABLE airplay_station (
  id   INT         NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE airplay_work (
  id       BIGINT       NOT NULL,
  title    VARCHAR(255) NOT NULL,
  composer VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE airplay_play (
  id         BIGINT   NOT NULL,
  station_id INT      NOT NULL,
  played_at  DATETIME NOT NULL,
  work_id    BIGINT   NOT NULL,
  seconds    INT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO airplay_station (id, name) VALUES (1, 'Radio One'), (2, 'Coast FM'), (3, 'Klassik'), (4, 'Campus 97.3');
INSERT INTO airplay_work (id, title, composer) SELECT b.id, b.title, a.name FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 3000;
INSERT INTO airplay_play (id, station_id, played_at, work_id, seconds)
SELECT i.id, 1 + i.id % 4, TIMESTAMPADD(SECOND, i.id * 61, TIMESTAMP '2025-01-01 00:00:20'), 1 + i.id * 7919 % 3000, 100 + i.id * 31 % 200
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
ANALYZE TABLE airplay_work, airplay_play;
