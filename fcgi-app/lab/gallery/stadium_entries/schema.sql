-- The home matches of a season and the tickets that passed a turnstile, in the order in which they were sold.
DROP TABLE IF EXISTS stadium_match, stadium_gate, stadium_entry;
CREATE TABLE stadium_match (
  id       INT         NOT NULL,
  home     VARCHAR(60) NOT NULL,
  away     VARCHAR(60) NOT NULL,
  visitors INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE stadium_gate (
  gate       CHAR(2) NOT NULL,
  turnstiles INT     NOT NULL,
  stewards   INT     NOT NULL,
  PRIMARY KEY (gate)
) ENGINE = InnoDB;
CREATE TABLE stadium_entry (
  ticket_id        BIGINT       NOT NULL,
  match_id         INT          NOT NULL,
  gate             CHAR(2)      NOT NULL,
  entered_min      INT          NOT NULL,
  is_season_ticket BOOL         NOT NULL,
  printed          VARCHAR(700) NOT NULL,
  PRIMARY KEY (ticket_id),
  KEY idx_stadium_entry_match_id_gate (match_id, gate)
) ENGINE = InnoDB;

INSERT INTO stadium_match (id, home, away, visitors)
SELECT id, 'FC Harbour', CONCAT(ELT(1 + id % 4, 'SV ', 'Rovers ', 'Union ', 'Athletic '), name), id * 7919 % 4000 FROM tag WHERE id <= 34;
INSERT INTO stadium_gate (gate, turnstiles, stewards)
SELECT CONCAT(CHAR(64 + id USING utf8mb4), '1'), 4 + id % 5, 3 + id % 4 FROM tag WHERE id <= 14;
INSERT INTO stadium_entry (ticket_id, match_id, gate, entered_min, is_season_ticket, printed)
SELECT id, 1 + id % 34, CONCAT(CHAR(65 + id DIV 34 % 12 USING utf8mb4), '1'), id * 7919 % 95 - 85, id * 31 DIV 7 % 3 = 0, CONCAT(body, ' ', LEFT(body, 120))
  FROM review WHERE id <= 27000 * @factor;
ANALYZE TABLE stadium_entry;
