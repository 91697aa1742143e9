-- A year of an observatory: what its cameras took, and the log of each night.
DROP TABLE IF EXISTS dome_exposure, dome_night;
CREATE TABLE dome_exposure (
  id       BIGINT       NOT NULL,
  begun_at DATETIME     NOT NULL,  -- UTC
  camera   VARCHAR(10)  NOT NULL,
  target   VARCHAR(100) NOT NULL,
  band     CHAR(1)      NOT NULL,
  seconds  INT          NOT NULL,
  seeing_c INT          NOT NULL,  -- hundredths of an arc second
  PRIMARY KEY (id),
  KEY idx_dome_exposure_begun_at (begun_at)
) ENGINE = InnoDB;
CREATE TABLE dome_night (
  night    DATE         NOT NULL,  -- the day on which it began
  observer VARCHAR(200) NOT NULL,
  weather  VARCHAR(40)  NOT NULL,
  PRIMARY KEY (night)
) ENGINE = InnoDB;

-- Nights are eleven hours long and begin at 18:30.
INSERT INTO dome_exposure (id, begun_at, camera, target, band, seconds, seeing_c)
SELECT r.id, TIMESTAMPADD(SECOND, r.id DIV 365 * 37 % 39600, TIMESTAMPADD(DAY, r.id % 365, TIMESTAMP '2025-01-01 18:30:00')),
       ELT(1 + r.id % 3, 'WIDE', 'ECHELLE', 'NIR-2'), CONCAT('NGC ', 1 + r.id * 31 % 7840), SUBSTRING('ugriz', 1 + r.id % 5, 1),
       ELT(1 + r.id % 4, 30, 120, 300, 900), 60 + r.id * 17 % 130
  FROM order_item AS r WHERE r.id <= 29000 * @factor;
INSERT INTO dome_night (night, observer, weather)
SELECT DATE '2025-01-01' + INTERVAL t.id - 1 DAY, a.name, ELT(1 + t.id % 4, 'clear', 'thin cirrus', 'clear, humid', 'closed from 02:00')
  FROM tag AS t JOIN author AS a ON a.id = 1 + t.id % 9 WHERE t.id <= 365;
ANALYZE TABLE dome_exposure;
