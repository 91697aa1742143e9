DROP TABLE IF EXISTS album_photo;
CREATE TABLE album_photo (
  id       BIGINT       NOT NULL,
  event    VARCHAR(100) NOT NULL,
  caption  VARCHAR(255) NOT NULL,
  taken_on DATE         NOT NULL,
  data     MEDIUMTEXT   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO album_photo (id, event, caption, taken_on, data)
SELECT id, CONCAT('Evening no. ', 1 + id DIV 12), title, TIMESTAMPADD(DAY, -(id % 900), DATE '2025-12-30'),
       RPAD(MD5(id), 12000 + id * 37 % 6000, MD5(id * 7))
  FROM document WHERE id <= 640 * @factor;
