-- 700 flats for each of 30 landlords, one in eight of them empty.
DROP TABLE IF EXISTS landlord_flat;
CREATE TABLE landlord_flat (
  landlord_id BIGINT       NOT NULL,
  number      INT          NOT NULL,
  rooms       INT          NOT NULL,
  street      VARCHAR(200) NOT NULL,
  rent        INT          NOT NULL,
  lodger_id   BIGINT       NULL,
  PRIMARY KEY (landlord_id, number)
) ENGINE = InnoDB;

INSERT INTO landlord_flat (landlord_id, number, rooms, street, rent, lodger_id)
SELECT landlord.id, flat.id, 1 + flat.id % 5, CONCAT(tag.name, ' street ', 1 + flat.id % 80), 300 + flat.id * 13 % 900,
       IF((flat.id + landlord.id) % 8 = 0, NULL, 1 + (flat.id * 17 + landlord.id * 5) % 2500)
  FROM publisher AS landlord JOIN book AS flat ON flat.id <= 700 JOIN tag ON tag.id = 1 + flat.id DIV 7
 WHERE landlord.id <= 30;
