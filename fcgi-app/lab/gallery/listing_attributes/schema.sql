DROP TABLE IF EXISTS flat_listing;
CREATE TABLE flat_listing (
  id         BIGINT       NOT NULL,
  title      VARCHAR(255) NOT NULL,
  rent       INT          NOT NULL,
  attributes VARCHAR(500) NOT NULL,
  rooms      INT GENERATED ALWAYS AS (JSON_EXTRACT(attributes, '$.rooms')) STORED,
  PRIMARY KEY (id),
  KEY idx_flat_listing_rooms_id (rooms, id)
) ENGINE = InnoDB;
INSERT INTO flat_listing (id, title, rent, attributes)
SELECT id, title, 300 + id * 7919 % 1500,
       CONCAT('{"rooms":', 1 + id * 3 % 5, ',"square metres":', 20 + id * 3 % 5 * 25 + id % 20, ',"balcony":',
              IF(id % 3 = 0, 'true', 'false'), ',"lift":', IF(id % 4 = 0, 'true', 'false'), ',"heating":"',
              ELT(1 + id % 3, 'gas', 'district', 'heat pump'), '","floor":', id % 7, '}')
  FROM book WHERE id <= 7000 * @factor;
ANALYZE TABLE flat_listing;
