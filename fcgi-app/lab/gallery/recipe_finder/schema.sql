DROP TABLE IF EXISTS recipe;
CREATE TABLE recipe (
  id          BIGINT       NOT NULL,
  title       VARCHAR(255) NOT NULL,
  ingredients VARCHAR(200) NOT NULL,
  votes       INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO recipe (id, title, ingredients, votes)
SELECT r.id, b.title,
       CONCAT_WS(', ', ELT(1 + r.id % 7, 'flour', 'rice', 'lentils', 'potatoes', 'pasta', 'millet', 'beans'),
                 ELT(1 + r.id DIV 7 % 11, 'onions', 'leek', 'celery', 'carrots', 'spinach', 'beetroot', 'kale', 'fennel',
                     'peppers', 'courgettes', 'tomatoes'),
                 ELT(1 + r.id * 7919 % 13, 'butter', 'olive oil', 'walnuts', 'almonds', 'feta', 'parmesan', 'cream',
                     'yogurt', 'eggs', 'tofu', 'chickpeas', 'mushrooms', 'lemon'),
                 ELT(1 + r.id % 5, 'thyme', 'sage', 'cumin', 'paprika', 'nutmeg')),
       r.id * 104729 % 900
  FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 30000 * @factor;
