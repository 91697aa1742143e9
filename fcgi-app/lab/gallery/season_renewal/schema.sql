-- Season tickets of an ice rink with six blocks, and the newest twenty renewals.
DROP TABLE IF EXISTS arena_block, arena_season_ticket, arena_renewal, arena_renewal_ticket;
CREATE TABLE arena_block (
  id            INT         NOT NULL,
  name          VARCHAR(40) NOT NULL,
  raise_percent BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE arena_season_ticket (
  id          BIGINT      NOT NULL,
  block_id    INT         NOT NULL,
  is_given_up BOOL        NOT NULL,
  class       VARCHAR(10) NOT NULL,
  cents       BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_arena_season_ticket_block_given_up (block_id, is_given_up, id, class, cents)
) ENGINE = InnoDB;
CREATE TABLE arena_renewal (
  id        BIGINT      NOT NULL AUTO_INCREMENT,
  block_id  INT         NOT NULL,
  opened_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE arena_renewal_ticket (
  renewal_id BIGINT      NOT NULL,
  ticket_id  BIGINT      NOT NULL,
  class      VARCHAR(10) NOT NULL,
  cents      BIGINT      NOT NULL,
  PRIMARY KEY (renewal_id, ticket_id)
) ENGINE = InnoDB;

INSERT INTO arena_block (id, name, raise_percent)
SELECT id, CONCAT('Block ', CHAR(64 + id USING utf8mb4)), 2 + id % 4 FROM country WHERE id <= 6;
INSERT INTO arena_season_ticket (id, block_id, is_given_up, class, cents)
SELECT id, 1 + id % 6, id % 13 = 5, ELT(1 + id DIV 6 % 4, 'adult', 'child', 'student', 'family'), 18000 + id * 31 % 9000
  FROM order_item WHERE id <= 18000 * @factor;
ANALYZE TABLE arena_season_ticket;
