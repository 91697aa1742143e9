-- A music festival of four days: seven stages, sixty acts a day, and what its visitors have picked.
DROP TABLE IF EXISTS fest_day, fest_stage, fest_slot, fest_pick, fest_friend;
CREATE TABLE fest_day (
  day_no  INT         NOT NULL,
  weekday VARCHAR(10) NOT NULL,
  weather VARCHAR(60) NOT NULL,
  PRIMARY KEY (day_no)
) ENGINE = InnoDB;
CREATE TABLE fest_stage (
  id           INT         NOT NULL,
  name         VARCHAR(60) NOT NULL,
  walk_minutes INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE fest_slot (
  day_no     INT          NOT NULL,
  slot_no    INT          NOT NULL,
  stage_id   INT          NOT NULL,
  begins_min INT          NOT NULL,  -- since midnight
  ends_min   INT          NOT NULL,
  act        VARCHAR(200) NOT NULL,
  PRIMARY KEY (day_no, slot_no)
) ENGINE = InnoDB;
CREATE TABLE fest_pick (
  customer_id BIGINT NOT NULL,
  day_no      INT    NOT NULL,
  slot_no     INT    NOT NULL,
  PRIMARY KEY (customer_id, day_no, slot_no)
) ENGINE = InnoDB;
CREATE TABLE fest_friend (
  customer_id BIGINT NOT NULL,
  friend_id   BIGINT NOT NULL,
  PRIMARY KEY (customer_id, friend_id)
) ENGINE = InnoDB;
INSERT INTO fest_day (day_no, weekday, weather)
VALUES (1, 'Thursday', 'Rain until noon'), (2, 'Friday', 'Sunny, 24 degrees'), (3, 'Saturday', 'Windy'), (4, 'Sunday', 'Thunder at night');
INSERT INTO fest_stage (id, name, walk_minutes)
VALUES (1, 'Main', 12), (2, 'Lake', 18), (3, 'Barn', 8), (4, 'Silent Disco', 10), (5, 'Forest', 25), (6, 'Tent', 9), (7, 'Dock', 20);
INSERT INTO fest_slot (day_no, slot_no, stage_id, begins_min, ends_min, act)
SELECT d.day_no, p.id, 1 + p.id % 7, 720 + p.id DIV 7 * 80 + p.id % 7 * 5, 775 + p.id DIV 7 * 80 + p.id % 7 * 5, CONCAT('The ', p.name)
  FROM fest_day AS d JOIN publisher AS p ON p.id <= 60;
INSERT IGNORE INTO fest_pick (customer_id, day_no, slot_no)
SELECT c.id, 1 + t.id % 4, 1 + (c.id * 37 + t.id * 13) % 60 FROM customer AS c JOIN tag AS t ON t.id <= 12 WHERE c.id <= 2500 * @factor;
INSERT IGNORE INTO fest_friend (customer_id, friend_id)
SELECT c.id, 1 + (c.id + t.id * 577) % 2500 FROM customer AS c JOIN tag AS t ON t.id <= 4 WHERE c.id <= 2500 * @factor;
ANALYZE TABLE fest_pick, fest_friend;
