-- The deliveries of a week to the silos of an exchange. On Sunday they are moved to the archive.
DROP TABLE IF EXISTS grain, grain_silo, grain_note, grain_delivery;
CREATE TABLE grain (
  id   BIGINT      NOT NULL,
  name VARCHAR(50) NOT NULL,
  unit VARCHAR(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE grain_silo (
  id          BIGINT       NOT NULL,
  name        VARCHAR(100) NOT NULL,
  free_tonnes BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE grain_note (
  id   BIGINT       NOT NULL,
  text VARCHAR(300) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE grain_delivery (
  grain_id        BIGINT NOT NULL,
  number          BIGINT NOT NULL,
  silo_id         BIGINT NOT NULL,
  tonnes          BIGINT NOT NULL,
  euros_per_tonne BIGINT NOT NULL,
  PRIMARY KEY (grain_id, number)
) ENGINE = InnoDB;
INSERT INTO grain (id, name, unit) VALUES
  (1, 'Bread wheat', 'euros per tonne'), (2, 'Feed wheat', 'euros per tonne'), (3, 'Malting barley', 'euros per tonne'),
  (4, 'Rye', 'euros per tonne'), (5, 'Oats', 'euros per tonne'), (6, 'Rapeseed', 'euros per tonne'), (7, 'Maize', 'euros per tonne');
INSERT INTO grain_silo (id, name, free_tonnes) SELECT id, CONCAT('Silo ', name), id * 731 % 900 FROM tag WHERE id <= 14;
INSERT INTO grain_note (id, text) VALUES
  (1, 'Rapeseed is steady after a calm week.'), (2, 'Rain has delayed the deliveries of maize; bread wheat is slightly up.');
INSERT INTO grain_delivery (grain_id, number, silo_id, tonnes, euros_per_tonne)
SELECT 1 + id % 7, id, 1 + id % 14, 4 + id * 31 % 40, 160 + id % 7 * 24 + id * 7919 % 45 FROM order_item WHERE id <= 15000 * @factor;
ANALYZE TABLE grain_delivery;
