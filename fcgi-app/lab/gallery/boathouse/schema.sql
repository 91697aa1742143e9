-- The log of a rowing club.
DROP TABLE IF EXISTS rowing_trip, rowing_notice;
CREATE TABLE rowing_trip (
  id        BIGINT      NOT NULL,
  member_id BIGINT      NOT NULL,
  rowed_on  DATE        NOT NULL,
  boat      VARCHAR(30) NOT NULL,
  km        INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_rowing_trip_rowed_on_member_id_km (rowed_on, member_id, km),
  KEY idx_rowing_trip_member_id_rowed_on_id (member_id, rowed_on, id)
) ENGINE = InnoDB;
CREATE TABLE rowing_notice (
  id    INT          NOT NULL,
  title VARCHAR(255) NOT NULL,
  text  VARCHAR(500) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO rowing_trip (id, member_id, rowed_on, boat, km)
SELECT id, 1 + id * 7919 % (2500 * @factor), DATE '2024-07-01' + INTERVAL id * 31 % 548 DAY,
       ELT(1 + id % 6, 'Heron', 'Otter', 'Alderman', 'Grey Lady', 'Kingfisher', 'Old Tom'), 4 + id * 37 % 21
  FROM order_item WHERE id <= 30000 * @factor;
INSERT INTO rowing_notice (id, title, text)
SELECT r.id, b.title, r.body FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 40;
ANALYZE TABLE rowing_trip;
