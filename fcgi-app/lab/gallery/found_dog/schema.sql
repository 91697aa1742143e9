-- The register of the dog tax. A chip's number has fifteen digits; older dogs have a tattoo, too.
DROP TABLE IF EXISTS tax_dog, tax_dog_vaccination;
CREATE TABLE tax_dog (
  id            BIGINT       NOT NULL,
  keeper_id     BIGINT       NOT NULL,
  name          VARCHAR(100) NOT NULL,
  breed         VARCHAR(40)  NOT NULL,
  colour        VARCHAR(20)  NOT NULL,
  chip          CHAR(15)     NOT NULL,
  tattoo        VARCHAR(10)  NULL,
  registered_on DATE         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tax_dog_chip (chip)
) ENGINE = InnoDB;
CREATE TABLE tax_dog_vaccination (
  dog_id   BIGINT      NOT NULL,
  given_on DATE        NOT NULL,
  against  VARCHAR(40) NOT NULL,
  PRIMARY KEY (dog_id, given_on)
) ENGINE = InnoDB;
INSERT INTO tax_dog (id, keeper_id, name, breed, colour, chip, tattoo, registered_on)
SELECT r.id, r.customer_id, ELT(1 + r.id % 8, 'Bello', 'Luna', 'Rex', 'Emma', 'Sam', 'Balu', 'Kira', 'Max'),
       ELT(1 + r.id DIV 8 % 7, 'Beagle', 'Poodle', 'Collie', 'Dachshund', 'Boxer', 'Terrier', 'mixed'),
       ELT(1 + r.id DIV 56 % 5, 'black', 'brown', 'white', 'spotted', 'grey'), CONCAT('2760981', LPAD(r.id * 311, 8, '0')),
       IF(r.id % 3 = 0, NULL, CONCAT(CHAR(65 + r.id % 26 USING utf8mb4), CHAR(65 + r.id DIV 26 % 26 USING utf8mb4), 1000 + r.id % 9000)),
       DATE '2014-01-01' + INTERVAL r.id * 31 % 4300 DAY
  FROM review AS r WHERE r.id <= 12000 * @factor;
INSERT INTO tax_dog_vaccination (dog_id, given_on, against)
SELECT 1 + id % (12000 * @factor), DATE '2023-02-01' + INTERVAL id DIV (12000 * @factor) * 365 + id % 90 DAY,
       ELT(1 + id % 3, 'rabies', 'distemper', 'leptospirosis')
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE tax_dog, tax_dog_vaccination;
