DROP TABLE IF EXISTS parking_permit;
CREATE TABLE parking_permit (
  id          BIGINT       NOT NULL,
  plate       VARCHAR(20)  NOT NULL,
  holder      VARCHAR(200) NOT NULL,
  zone        VARCHAR(10)  NOT NULL,
  valid_until DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_parking_permit_plate (plate)
) ENGINE = InnoDB;

INSERT INTO parking_permit (id, plate, holder, zone, valid_until)
SELECT r.id,
       CONCAT(ELT(1 + r.id % 5, 'B', 'HH', 'M', 'K', 'DO'), IF(r.id % 3 = 0, '', ' '), CHAR(65 + r.id % 26 USING utf8mb4),
              CHAR(65 + r.id DIV 26 % 26 USING utf8mb4), ' ', 1 + r.id * 7919 % 9000),
       c.name, CONCAT('Z', 1 + r.id % 23), TIMESTAMPADD(DAY, r.id * 31 % 900, TIMESTAMP '2025-02-01 00:00:00')
  FROM review AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.id <= 30000 * @factor;
