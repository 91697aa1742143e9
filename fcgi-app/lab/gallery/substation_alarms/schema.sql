-- Substations with six hundred alarms each, of which fifteen are pending. A larger grid has more substations.
DROP TABLE IF EXISTS substation, substation_alarm, substation_duty;
CREATE TABLE substation (
  id        BIGINT       NOT NULL,
  name      VARCHAR(100) NOT NULL,
  kilovolts BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE substation_alarm (
  id            BIGINT       NOT NULL,
  substation_id BIGINT       NOT NULL,
  device        VARCHAR(50)  NOT NULL,
  severity      BIGINT       NOT NULL,
  text          VARCHAR(100) NOT NULL,
  raised_at     DATETIME     NOT NULL,
  cleared_at    DATETIME     NULL,  -- NULL: pending
  PRIMARY KEY (id),
  KEY idx_substation_alarm_substation_id_cleared_at_id (substation_id, cleared_at, id)
) ENGINE = InnoDB;
CREATE TABLE substation_duty (
  substation_id BIGINT       NOT NULL,
  position      BIGINT       NOT NULL,
  name          VARCHAR(200) NOT NULL,
  phone         VARCHAR(20)  NOT NULL,
  PRIMARY KEY (substation_id, position)
) ENGINE = InnoDB;
INSERT INTO substation (id, name, kilovolts)
SELECT p.id, CONCAT('Substation ', k.name, ' ', p.id), ELT(1 + p.id % 3, 20, 110, 380)
  FROM publisher AS p JOIN country AS k ON k.id = 1 + p.id % 120 WHERE p.id <= 40 * @factor;
INSERT INTO substation_alarm (id, substation_id, device, severity, text, raised_at, cleared_at)
SELECT id, 1 + id % (40 * @factor), CONCAT('Bay ', 1 + id % 12, ' ', ELT(1 + id % 4, 'breaker', 'transformer', 'busbar', 'relay')),
       1 + (id + id DIV (1600 * @factor)) % 4, ELT(1 + (id + id DIV (1600 * @factor)) % 5, 'oil temperature', 'spring not charged', 'door open', 'no contact', 'earth fault'),
       TIMESTAMPADD(MINUTE, id DIV (40 * @factor) * 61, TIMESTAMP '2025-12-06 00:00:00'),
       IF(id DIV (40 * @factor) % 40 = 7, NULL, TIMESTAMPADD(MINUTE, id DIV (40 * @factor) * 61 + 5 + id % 400, TIMESTAMP '2025-12-06 00:00:00'))
  FROM order_item WHERE id < 24000 * @factor;
INSERT INTO substation_duty (substation_id, position, name, phone)
SELECT s.id, t.id, c.name, CONCAT('0555 ', 1000 + (s.id * 61 + t.id * 7) % 8999)
  FROM substation AS s JOIN tag AS t ON t.id <= 2 JOIN customer AS c ON c.id = 1 + (s.id * 3 + t.id) % 2500;
ANALYZE TABLE substation_alarm;
