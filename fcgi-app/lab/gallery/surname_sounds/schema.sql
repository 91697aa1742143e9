-- Baptisms from parish registers. A surname has many spellings.
DROP TABLE IF EXISTS register_entry, register_parish;
CREATE TABLE register_parish (
  id   INT          NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE register_entry (
  id          BIGINT       NOT NULL,
  surname     VARCHAR(60)  NOT NULL,
  given       VARCHAR(200) NOT NULL,
  baptised_in INT          NOT NULL,
  parish_id   INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_register_entry_surname_baptised_in (surname, baptised_in)
) ENGINE = InnoDB;

INSERT INTO register_parish (id, name) SELECT id, CONCAT('St. ', name) FROM tag WHERE id <= 150;
INSERT INTO register_entry (id, surname, given, baptised_in, parish_id)
SELECT i.id,
       CONCAT(ELT(1 + i.id * 31 % 24, 'Hof', 'Hoff', 'Hav', 'Meier', 'Mayr', 'Schmi', 'Schmie', 'Brun', 'Braun', 'Linde', 'Lunde', 'Kap', 'Capp', 'Ros', 'Rohs',
                  'Winck', 'Wink', 'Fal', 'Val', 'Stein', 'Steyn', 'Grun', 'Gruen', 'Wal'),
              ELT(1 + i.id DIV 24 * 7 % 14, 'mann', 'man', 'er', 'ert', 'dt', 'd', 'bach', 'pach', 'ler', 'son', 'sen', 'feld', 'felt', 'hart')),
       SUBSTRING_INDEX(c.name, ' ', 1), 1640 + i.id * 7919 % 240, 1 + i.id % 150
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 13 % 2500 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE register_entry;
