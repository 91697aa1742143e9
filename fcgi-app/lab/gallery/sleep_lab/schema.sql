-- Nights in a sleep laboratory, each scored in epochs of thirty seconds: eight hours.
DROP TABLE IF EXISTS sleep_night, sleep_epoch;
CREATE TABLE sleep_night (
  id         BIGINT      NOT NULL,
  initials   VARCHAR(8)  NOT NULL,
  lights_off DATETIME    NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE sleep_epoch (
  night_id   BIGINT  NOT NULL,
  epoch      INT     NOT NULL,
  stage      CHAR(1) NOT NULL,  -- W: awake, R: REM, 1 to 3
  saturation INT     NOT NULL,  -- oxygen, per cent
  PRIMARY KEY (night_id, epoch)
) ENGINE = InnoDB;

INSERT INTO sleep_night (id, initials, lights_off)
SELECT c.id, CONCAT(ELT(1 + c.id % 5, 'A', 'J', 'M', 'S', 'T'), '. ', ELT(1 + c.id % 7, 'B', 'D', 'F', 'K', 'L', 'R', 'W'), '.'), TIMESTAMP '2025-10-01 22:30:00' + INTERVAL c.id DAY
  FROM customer AS c WHERE c.id <= 30 * @factor;
INSERT INTO sleep_epoch (night_id, epoch, stage, saturation)
SELECT 1 + (i.id - 1) DIV 960, (i.id - 1) % 960,
       CASE WHEN (i.id - 1) % 960 < 30 OR i.id * 7919 % 53 = 0 THEN 'W' WHEN i.id * 31 % 37 = 5 THEN '1'
            ELSE ELT(1 + (i.id - 1) % 960 DIV 30 % 6, '2', '2', '3', '3', '2', 'R') END,
       IF(i.id * 13 % 211 = 9, 84, 92 + i.id * 17 % 7)
  FROM order_item AS i WHERE i.id <= 28800 * @factor;
ANALYZE TABLE sleep_epoch;
