-- Six canteens with 650 dishes each, and the fourteen allergens that must be declared.
DROP TABLE IF EXISTS canteen, canteen_dish, allergen;
CREATE TABLE canteen (
  id   INT          NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE canteen_dish (
  canteen_id INT          NOT NULL,
  number     INT          NOT NULL,
  name       VARCHAR(100) NOT NULL,
  cents      INT          NOT NULL,
  allergens  VARCHAR(40)  NOT NULL,
  PRIMARY KEY (canteen_id, number)
) ENGINE = InnoDB;
CREATE TABLE allergen (
  code CHAR(1)     NOT NULL,
  name VARCHAR(40) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;

INSERT INTO allergen (code, name) VALUES
  ('A', 'gluten'), ('B', 'crustaceans'), ('C', 'eggs'), ('D', 'fish'), ('E', 'peanuts'), ('F', 'soya'), ('G', 'milk'), ('H', 'nuts'),
  ('L', 'celery'), ('M', 'mustard'), ('N', 'sesame'), ('O', 'sulphites'), ('P', 'lupin'), ('R', 'molluscs');
INSERT INTO canteen (id, name) SELECT id, CONCAT('Canteen in ', name) FROM country WHERE id <= 6;
INSERT INTO canteen_dish (canteen_id, number, name, cents, allergens)
SELECT canteen.id, b.id, CONCAT(ELT(1 + b.id % 7, 'Soup', 'Stew', 'Salad', 'Noodles', 'Pie', 'Dumplings', 'Curry'), ' of the ', t.name, ' kind'),
       280 + (b.id * 31 + canteen.id) % 900,
       CONCAT_WS(',', IF(b.id % 3 = 0, 'A', NULL), IF(b.id % 4 = 1, 'C', NULL), IF(b.id % 2 = 0, 'G', NULL), IF(b.id % 5 = 2, 'L', NULL),
                 SUBSTRING('BDEFHMNOPR', 1 + b.id % 10, 1))
  FROM canteen JOIN book AS b ON b.id <= 650 JOIN tag AS t ON t.id = 1 + (b.id + canteen.id * 3) % 500;
