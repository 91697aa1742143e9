-- Contracts for electricity, what each used yesterday, and what was generated in six regions in the last seven days. A larger
-- database has readings at shorter intervals.
DROP TABLE IF EXISTS supply_region, supply_contract, supply_use, supply_generation;
CREATE TABLE supply_region (
  id   BIGINT       NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE supply_contract (
  id        BIGINT       NOT NULL,
  holder    VARCHAR(200) NOT NULL,
  region_id BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE supply_use (
  contract_id BIGINT NOT NULL,
  hour        BIGINT NOT NULL,
  watt_hours  BIGINT NOT NULL,
  PRIMARY KEY (contract_id, hour)
) ENGINE = InnoDB;
CREATE TABLE supply_generation (
  region_id      BIGINT      NOT NULL,
  taken_at       DATETIME    NOT NULL,
  source         VARCHAR(20) NOT NULL,
  is_renewable   BOOLEAN     NOT NULL,
  megawatt_hours BIGINT      NOT NULL,
  PRIMARY KEY (region_id, taken_at, source)
) ENGINE = InnoDB;
INSERT INTO supply_region (id, name) VALUES
  (1, 'North Coast'), (2, 'Great Plain'), (3, 'Lakes and Hills'), (4, 'Old Harbour'), (5, 'Upper Valley'), (6, 'South Bank');
INSERT INTO supply_contract (id, holder, region_id) SELECT id, name, 1 + id % 6 FROM customer WHERE id <= 500 * @factor;
INSERT INTO supply_use (contract_id, hour, watt_hours)
SELECT 1 + (id - 1) DIV 24, (id - 1) % 24, 90 + id * 7919 % 1400 FROM order_item WHERE id <= 12000 * @factor;
INSERT INTO supply_generation (region_id, taken_at, source, is_renewable, megawatt_hours)
SELECT 1 + id % 6, TIMESTAMPADD(SECOND, id DIV 48 * (1200 DIV @factor), TIMESTAMP '2025-12-29 00:00:00'),
       ELT(1 + id DIV 6 % 8, 'wind', 'sun', 'water', 'biogas', 'gas', 'coal', 'waste', 'import'), id DIV 6 % 8 < 4,
       20 + (id DIV 6 % 8) * 11 + id * 31 % 240
  FROM order_item WHERE id < 24000 * @factor;
ANALYZE TABLE supply_use, supply_generation;
