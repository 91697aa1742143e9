-- A brewery's planned brews with what each needs: a malt, a hop, and a pitch of yeast that the supplier grows for it.
DROP TABLE IF EXISTS planned_brew, planned_brew_need;
CREATE TABLE planned_brew (
  id         BIGINT       NOT NULL,
  brewhouse  INT          NOT NULL,
  brewed_on  DATE         NOT NULL,
  beer       VARCHAR(100) NOT NULL,
  hectolitre INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_planned_brew_brewhouse_brewed_on_id (brewhouse, brewed_on, id)
) ENGINE = InnoDB;
CREATE TABLE planned_brew_need (
  brew_id    BIGINT      NOT NULL,
  position   INT         NOT NULL,
  kind       VARCHAR(10) NOT NULL,
  product_id BIGINT      NOT NULL,
  pieces     INT         NOT NULL,
  PRIMARY KEY (brew_id, position)
) ENGINE = InnoDB;

INSERT INTO planned_brew (id, brewhouse, brewed_on, beer, hectolitre)
SELECT o.id, 1 + o.id % 4, DATE '2026-01-05' + INTERVAL o.id DIV 8 DAY, CONCAT(t.name, ' ', ELT(1 + o.id % 5, 'lager', 'pale ale', 'bock', 'wheat', 'porter')), 40 + o.id % 3 * 40
  FROM customer_order AS o JOIN tag AS t ON t.id = 1 + o.id * 7 % 500 WHERE o.id <= 2000 * @factor;
INSERT INTO planned_brew_need (brew_id, position, kind, product_id, pieces)
SELECT b.id, k.id, ELT(k.id, 'malt', 'hop', 'yeast'), ELT(k.id, 100 + b.id % 9, 300 + b.id % 37, 2000 + b.id), 1 + (b.id + k.id) % 6
  FROM planned_brew AS b JOIN tag AS k ON k.id <= 3;
ANALYZE TABLE planned_brew, planned_brew_need;
