-- Requests to collect bulky waste, of which every second is still open, and the vans of each district. Urgency 1 comes first.
DROP TABLE IF EXISTS bulky_request, bulky_van;
CREATE TABLE bulky_request (
  id           BIGINT       NOT NULL,
  district     BIGINT       NOT NULL,
  state        VARCHAR(10)  NOT NULL,
  urgency      BIGINT       NOT NULL,
  requested_on DATE         NOT NULL,
  street       VARCHAR(200) NOT NULL,
  items        VARCHAR(200) NOT NULL,
  litres       BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_bulky_request_district_state_requested_on (district, state, requested_on)
) ENGINE = InnoDB;
CREATE TABLE bulky_van (
  district BIGINT       NOT NULL,
  plate    VARCHAR(10)  NOT NULL,
  crew     VARCHAR(100) NOT NULL,
  litres   BIGINT       NOT NULL,
  PRIMARY KEY (district, plate)
) ENGINE = InnoDB;
INSERT INTO bulky_request (id, district, state, urgency, requested_on, street, items, litres)
SELECT r.id, 1 + r.id % 4, IF(r.id DIV 4 % 2 = 0, 'open', 'done'), 1 + r.id * 7 DIV 8 % 3, DATE '2025-08-01' + INTERVAL r.id * 7919 % 150 DAY,
       CONCAT(t.name, ' street ', 1 + r.id % 90),
       ELT(1 + r.id DIV 8 % 6, 'sofa and two chairs', 'mattress', 'wardrobe, taken apart', 'fridge', 'carpets', 'piano'), 200 + r.id * 31 % 2400
  FROM review AS r JOIN tag AS t ON t.id = 1 + r.id % 500 WHERE r.id <= 24000 * @factor;
INSERT INTO bulky_van (district, plate, crew, litres)
SELECT 1 + id % 4, CONCAT('W ', 100 + id * 37), CONCAT('crew ', CHAR(64 + id USING utf8mb4)), 12000 + id % 3 * 4000 FROM tag WHERE id <= 16;
ANALYZE TABLE bulky_request;
