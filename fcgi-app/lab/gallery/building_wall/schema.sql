DROP TABLE IF EXISTS building_sensor;
CREATE TABLE building_sensor (
  id         BIGINT       NOT NULL,
  kind       VARCHAR(10)  NOT NULL,
  name       VARCHAR(120) NOT NULL,
  last_value BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_building_sensor_kind_id (kind, id)
) ENGINE = InnoDB;
INSERT INTO building_sensor (id, kind, name, last_value)
SELECT id, IF(id % 20 = 0, 'room', 'meter'), CONCAT(ELT(1 + id % 3, 'North', 'South', 'Yard'), ', floor ', id % 9, ', ', id),
       IF(id % 20 = 0, 180 + id * 7 % 80, id * 7919 % 100000) FROM book WHERE id <= 3000 * @factor;
ANALYZE TABLE building_sensor;
