-- Air waybills, and the seven counters of the agent.
DROP TABLE IF EXISTS air_waybill, air_counter;
CREATE TABLE air_waybill (
  id           BIGINT       NOT NULL,
  number       VARCHAR(14)  NOT NULL,
  backwards    VARCHAR(14)  AS (REVERSE(number)) STORED,
  handed_in_at DATETIME     NOT NULL,
  sender       VARCHAR(200) NOT NULL,
  town         VARCHAR(100) NOT NULL,
  state        VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_air_waybill_backwards (backwards, id)
) ENGINE = InnoDB;
CREATE TABLE air_counter (
  name   VARCHAR(40) NOT NULL,
  opens  VARCHAR(5)  NOT NULL,
  closes VARCHAR(5)  NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;

INSERT INTO air_waybill (id, number, handed_in_at, sender, town, state)
SELECT i.id, CONCAT('020-', LPAD(i.id * 7919, 10, '0')), TIMESTAMPADD(MINUTE, i.id * 17, TIMESTAMP '2025-01-02 06:00:00'), c.name, k.name,
       ELT(1 + i.id % 4, 'handed in', 'in the air', 'at customs', 'delivered')
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 31 % 2500 JOIN country AS k ON k.id = 1 + i.id % 120 WHERE i.id <= 25000 * @factor;
INSERT INTO air_counter (name, opens, closes)
SELECT CONCAT('Cargo building ', id), CONCAT('0', 5 + id % 3, ':30'), CONCAT(18 + id % 4, ':00') FROM country WHERE id <= 7;
ANALYZE TABLE air_waybill;
