-- A health insurer: members, and the children that are insured with them until they are 25.
DROP TABLE IF EXISTS family_member, family_child, family_letter;
CREATE TABLE family_member (
  id       BIGINT       NOT NULL,
  name     VARCHAR(200) NOT NULL,
  street   VARCHAR(100) NOT NULL,
  postcode CHAR(5)      NOT NULL,
  town     VARCHAR(60)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE family_child (
  id        BIGINT      NOT NULL,
  member_id BIGINT      NOT NULL,
  given     VARCHAR(60) NOT NULL,
  born_on   DATE        NOT NULL,
  status    VARCHAR(10) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_family_child_member_id (member_id),
  KEY idx_family_child_born_on (born_on)
) ENGINE = InnoDB;
CREATE TABLE family_letter (
  status VARCHAR(10)  NOT NULL,
  code   VARCHAR(10)  NOT NULL,
  form   VARCHAR(100) NOT NULL,
  PRIMARY KEY (status)
) ENGINE = InnoDB;

INSERT INTO family_letter (status, code, form) VALUES
  ('student', 'FV-25-S', 'Tariff for students'), ('trainee', 'FV-25-A', 'Notice to the employer'), ('pupil', 'FV-25-P', 'Proof of school'), ('none', 'FV-25-V', 'Voluntary insurance');
INSERT INTO family_member (id, name, street, postcode, town)
SELECT c.id, c.name, CONCAT(ELT(1 + c.id % 5, 'Mill Lane ', 'Station Road ', 'Am Markt ', 'Rue Haute ', 'Lindenweg '), 1 + c.id % 120),
       LPAD(10000 + c.id * 7919 % 80000, 5, '0'), ELT(1 + c.id % 6, 'Aarhus', 'Bergen', 'Cork', 'Ghent', 'Riga', 'Turku')
  FROM customer AS c WHERE c.id <= 2500 * @factor;
INSERT INTO family_child (id, member_id, given, born_on, status)
SELECT i.id, 1 + i.id * 31 % (2500 * @factor), ELT(1 + i.id % 8, 'Ada', 'Bo', 'Carla', 'Diego', 'Emre', 'Fatou', 'Grete', 'Hiro'),
       DATE '2000-07-01' + INTERVAL i.id * 7919 % 9300 DAY, ELT(1 + i.id % 4, 'student', 'trainee', 'pupil', 'none')
  FROM order_item AS i WHERE i.id <= 24000 * @factor;
ANALYZE TABLE family_member, family_child;
