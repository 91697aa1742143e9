-- The last sample of each shard of a game's servers: 2,600 in each region.
DROP TABLE IF EXISTS game_region, game_sample;
CREATE TABLE game_region (
  id       INT          NOT NULL,
  name     VARCHAR(100) NOT NULL,
  provider VARCHAR(60)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE game_sample (
  region_id     INT         NOT NULL,
  server        INT         NOT NULL,
  shard         INT         NOT NULL,
  mode_name     VARCHAR(20) NOT NULL,
  players       INT         NOT NULL,
  tick_us       INT         NOT NULL,
  memory_bytes  BIGINT      NOT NULL,
  errors        BIGINT      NOT NULL,
  sampled_at_ms BIGINT      NOT NULL,
  PRIMARY KEY (region_id, server, shard)
) ENGINE = InnoDB;

INSERT INTO game_region (id, name, provider) SELECT id, name, ELT(1 + id % 2, 'cloud', 'own racks') FROM country WHERE id <= 5;
INSERT INTO game_sample (region_id, server, shard, mode_name, players, tick_us, memory_bytes, errors, sampled_at_ms)
SELECT 1 + id % 5, id DIV 5 DIV 8, id DIV 5 % 8, ELT(1 + id % 4, 'duel', 'team "blue"', 'solo', 'coop'), id * 31 % 64, 9000 + id * 7919 % 9000,
       200000000 + id * 104729 % 90000000, id * 17 % 40, 1767139200000 + id % 1000
  FROM product WHERE id <= 13000;
