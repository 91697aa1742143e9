-- A higher court: its chambers, the hearings of two years, and who presides where.
DROP TABLE IF EXISTS bench_chamber, bench_hearing;
CREATE TABLE bench_chamber (
  id       INT          NOT NULL,
  name     VARCHAR(60)  NOT NULL,
  presides VARCHAR(200) NOT NULL,
  room     VARCHAR(10)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE bench_hearing (
  id         BIGINT      NOT NULL,
  chamber_id INT         NOT NULL,
  starts_at  DATETIME    NOT NULL,
  reference  VARCHAR(20) NOT NULL,
  matter     VARCHAR(30) NOT NULL,
  is_public  BOOL        NOT NULL,
  PRIMARY KEY (id),
  KEY idx_bench_hearing_starts_at_chamber_id_is_public (starts_at, chamber_id, is_public)
) ENGINE = InnoDB;

INSERT INTO bench_chamber (id, name, presides, room)
SELECT id, CONCAT(id, ELT(1 + LEAST(id, 4), '', 'st', 'nd', 'rd', 'th'), ' civil chamber'), name, CONCAT(1 + id % 3, '.', 10 + id) FROM author WHERE id <= 18;
INSERT INTO bench_hearing (id, chamber_id, starts_at, reference, matter, is_public)
SELECT id, 1 + id % 18, TIMESTAMPADD(MINUTE, 480 + id DIV 700 % 30 * 15, TIMESTAMPADD(DAY, id % 700, TIMESTAMP '2024-06-01 00:00:00')),
       CONCAT(id % 18 + 1, ' U ', 1 + id % 900, '/', 23 + id % 3), ELT(1 + id % 6, 'building contract', 'tenancy', 'inheritance', 'insurance', 'purchase', 'liability'), id % 9 <> 0
  FROM review WHERE id <= 28000 * @factor;
ANALYZE TABLE bench_hearing;
