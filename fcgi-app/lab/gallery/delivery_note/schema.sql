-- What lies on the tables of sixteen packing stations, and the newest two hundred delivery notes.
DROP TABLE IF EXISTS packing_station, packed_article, delivery_note, delivery_note_line;
CREATE TABLE packing_station (
  id        INT          NOT NULL,
  packer    VARCHAR(200) NOT NULL,
  recipient VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE packed_article (
  station_id INT          NOT NULL,
  position   INT          NOT NULL,
  sku        VARCHAR(20)  NOT NULL,
  name       VARCHAR(200) NOT NULL,
  pieces     INT          NOT NULL,
  grams      INT          NOT NULL,
  PRIMARY KEY (station_id, position)
) ENGINE = InnoDB;
CREATE TABLE delivery_note (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  station_id INT         NOT NULL,
  parcels    INT         NOT NULL,
  written_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE delivery_note_line (
  note_id  BIGINT      NOT NULL,
  position INT         NOT NULL,
  parcel   INT         NOT NULL,
  sku      VARCHAR(20) NOT NULL,
  pieces   INT         NOT NULL,
  PRIMARY KEY (note_id, position)
) ENGINE = InnoDB;

INSERT INTO packing_station (id, packer, recipient)
SELECT packer.id, packer.name, recipient.name FROM customer AS packer JOIN customer AS recipient ON recipient.id = packer.id + 500 WHERE packer.id <= 16;
INSERT INTO packed_article (station_id, position, sku, name, pieces, grams)
SELECT station.id, p.id, p.sku, p.name, 1 + p.id % 4, 200 + p.id * 31 % 1801
  FROM packing_station AS station JOIN indexed_product AS p ON p.id <= 650;
INSERT INTO delivery_note (station_id, parcels, written_at)
SELECT 1 + id % 16, 1, TIMESTAMPADD(MINUTE, id, TIMESTAMP '2025-12-30 08:00:00') FROM book WHERE id <= 200 ORDER BY id;
INSERT INTO delivery_note_line (note_id, position, parcel, sku, pieces)
SELECT note.id, article.position, 1, article.sku, article.pieces
  FROM delivery_note AS note JOIN packed_article AS article ON article.station_id = note.station_id AND article.position <= 3;
