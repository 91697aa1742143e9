-- Three autoclaves of a hospital's sterile supply. Each sends its two temperatures every twenty seconds.
DROP TABLE IF EXISTS autoclave, autoclave_reading;
CREATE TABLE autoclave (
  id           INT          NOT NULL,
  name         VARCHAR(40)  NOT NULL,
  maker        VARCHAR(200) NOT NULL,
  validated_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE autoclave_reading (
  autoclave_id   INT          NOT NULL,
  at_s           BIGINT       NOT NULL,
  chamber_tenths INT          NOT NULL,
  drain_tenths   INT          NOT NULL,
  telegram       VARCHAR(160) NOT NULL,
  PRIMARY KEY (autoclave_id, at_s)
) ENGINE = InnoDB;

INSERT INTO autoclave (id, name, maker, validated_on)
SELECT p.id, CONCAT('Steam ', p.id), p.name, DATE '2025-09-01' + INTERVAL p.id DAY FROM publisher AS p WHERE p.id <= 3;
-- A cycle takes two hundred readings: it heats up, holds 121 or 134 degrees, and cools down.
INSERT INTO autoclave_reading (autoclave_id, at_s, chamber_tenths, drain_tenths, telegram)
SELECT r.autoclave_id, r.step * 20, r.tenths + r.step % 3, r.tenths - r.step % 5,
       CONCAT('$STM,', r.autoclave_id, ',', r.step, ',valves=0110100,door=locked,pump=idle,water=ok,filter=ok,steam=3.1bar,operator=',
              100 + r.step DIV 200 % 40, ',batch=', r.step DIV 200, '*', IF(r.step % 997 = 5, 'FF', HEX(16 + r.step % 200)))
  FROM (SELECT 1 + i.id % 3 AS autoclave_id, i.id DIV 3 AS step,
               CASE WHEN i.id DIV 3 % 200 < 60 THEN 300 + i.id DIV 3 % 200 * 15
                    WHEN i.id DIV 3 % 200 < 140 THEN IF(i.id DIV 600 % 9 = 4, 1190, IF(i.id DIV 600 % 2 = 0, 1214, 1345))
                    ELSE 1150 - (i.id DIV 3 % 200 - 140) * 14 END AS tenths
          FROM order_item AS i WHERE i.id <= 30000 * @factor) AS r;
ANALYZE TABLE autoclave_reading;
