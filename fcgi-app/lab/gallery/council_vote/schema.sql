DROP TABLE IF EXISTS council_ballot, council_motion, council_member;
CREATE TABLE council_member (
  id    BIGINT       NOT NULL,
  name  VARCHAR(200) NOT NULL,
  party VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE council_motion (
  id       BIGINT       NOT NULL,
  title    VARCHAR(300) NOT NULL,
  voted_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE council_ballot (
  motion_id BIGINT      NOT NULL,
  member_id BIGINT      NOT NULL,
  choice    VARCHAR(10) NOT NULL,
  PRIMARY KEY (motion_id, member_id)
) ENGINE = InnoDB;
INSERT INTO council_member (id, name, party)
SELECT id, name, CASE WHEN id <= 24 THEN 'Bridge' WHEN id <= 42 THEN 'Market' WHEN id <= 54 THEN 'Meadow' ELSE 'Harbour' END
  FROM author WHERE id <= 60;
-- An older town has more motions behind it.
INSERT INTO council_motion (id, title, voted_on)
SELECT id, CONCAT('On "', title, '"'), TIMESTAMPADD(DAY, id DIV 5, DATE '2020-01-06') FROM book WHERE id <= 480 * @factor;
INSERT INTO council_ballot (motion_id, member_id, choice)
SELECT 1 + (id - 1) DIV 60, 1 + (id - 1) % 60,
       CASE WHEN id * 7919 % 100 < 6 THEN 'abstained'
            WHEN id * 104729 % 100 < 12 THEN IF(((id - 1) DIV 60 + (id - 1) % 60 DIV 14) % 2 = 0, 'no', 'aye')
            ELSE IF(((id - 1) DIV 60 + (id - 1) % 60 DIV 14) % 2 = 0, 'aye', 'no') END
  FROM review WHERE id <= 28800 * @factor;
