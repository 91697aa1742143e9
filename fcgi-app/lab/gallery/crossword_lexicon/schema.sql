DROP TABLE IF EXISTS crossword_entry, crossword_grid;
CREATE TABLE crossword_entry (
  id         BIGINT       NOT NULL,
  answer     VARCHAR(20)  NOT NULL,
  clue       VARCHAR(300) NOT NULL,
  is_retired BOOLEAN      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE crossword_grid (
  id         INT          NOT NULL,
  title      VARCHAR(100) NOT NULL,
  appears_on DATE         NOT NULL,
  blacks     INT          NOT NULL,
  state      VARCHAR(10)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_crossword_grid_state_appears_on (state, appears_on)
) ENGINE = InnoDB;

INSERT INTO crossword_entry (id, answer, clue, is_retired)
SELECT r.id, LEFT(REPLACE(UPPER(t.name), ' ', ''), 4 + r.id * 7 % 9), CONCAT(LEFT(r.body, 140), ' (', 4 + r.id * 7 % 9, ')'), r.id % 8 = 3
  FROM review AS r JOIN tag AS t ON t.id = 1 + r.id * 31 % 500 WHERE r.id <= 15000 * @factor;
INSERT INTO crossword_grid (id, title, appears_on, blacks, state)
SELECT id, CONCAT('Grid ', id), TIMESTAMPADD(DAY, id, DATE '2025-06-01'), 30 + id % 14, IF(id <= 210, 'printed', 'filling')
  FROM tag WHERE id <= 300;
