-- Family trees of 2,600 persons. Each change increments the revision of its tree. A larger database has more trees.
DROP TABLE IF EXISTS kin_tree, kin_person;
CREATE TABLE kin_tree (
  id       INT          NOT NULL,
  name     VARCHAR(200) NOT NULL,
  owner    VARCHAR(200) NOT NULL,
  revision BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE kin_person (
  tree_id INT          NOT NULL,
  number  INT          NOT NULL,
  name    VARCHAR(200) NOT NULL,
  born_in INT          NOT NULL,
  died_in INT          NULL,
  mother  INT          NULL,
  father  INT          NULL,
  PRIMARY KEY (tree_id, number)
) ENGINE = InnoDB;

INSERT INTO kin_tree (id, name, owner, revision)
SELECT id, CONCAT('The family ', SUBSTRING_INDEX(name, ' ', -1)), name, 100 + id * 37 FROM customer WHERE id <= 8 * @factor;
INSERT INTO kin_person (tree_id, number, name, born_in, died_in, mother, father)
SELECT 1 + (i.id - 1) DIV 2600, 1 + (i.id - 1) % 2600, c.name, 2010 - (i.id - 1) % 2600 DIV 12, IF((i.id - 1) % 2600 < 700, NULL, 2010 - (i.id - 1) % 2600 DIV 12 + 40 + i.id % 50),
       IF((i.id - 1) % 2600 > 2200, NULL, (i.id - 1) % 2600 + 200 + i.id % 31 * 2), IF((i.id - 1) % 2600 > 2200, NULL, (i.id - 1) % 2600 + 201 + i.id % 17 * 2)
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 7 % 2500 WHERE i.id <= 20800 * @factor;
ANALYZE TABLE kin_person;
