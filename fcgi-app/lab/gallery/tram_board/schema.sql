DROP TABLE IF EXISTS tram_departure;
DROP TABLE IF EXISTS tram_stop;
CREATE TABLE tram_stop (
  id   BIGINT       NOT NULL,
  code VARCHAR(10)  NOT NULL,
  name VARCHAR(200) NOT NULL,
  zone CHAR(1)      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO tram_stop (id, code, name, zone)
SELECT id, CONCAT('HST-', LPAD(id, 4, '0')), name, ELT(1 + id % 3, 'A', 'B', 'C')
  FROM publisher WHERE id <= 380;

CREATE TABLE tram_departure (
  id         BIGINT       NOT NULL,
  stop_id    BIGINT       NOT NULL,
  departs_at DATETIME(6)  NOT NULL,
  line       VARCHAR(5)   NOT NULL,
  towards    VARCHAR(200) NOT NULL,
  delay_s    INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tram_departure_stop_departs_at (stop_id, departs_at)
) ENGINE = InnoDB;

-- A tram every few minutes; a larger database looks further ahead. All lines meet at one of the stops.
INSERT INTO tram_departure (id, stop_id, departs_at, line, towards, delay_s)
SELECT i.id, IF(i.id % 16 = 0, 142, 1 + i.id * 17 % 380),
       TIMESTAMPADD(SECOND, i.id * 20, TIMESTAMP '2026-01-05 05:00:00'), 1 + i.id % 18, p.name,
       IF(i.id % 5 = 0, i.id * 37 % 600, 0)
  FROM order_item AS i JOIN publisher AS p ON p.id = 1 + i.id % 18 WHERE i.id <= 30000 * @factor;
