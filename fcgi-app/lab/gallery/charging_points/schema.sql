DROP TABLE IF EXISTS charging_point;
CREATE TABLE charging_point (
  tile       INT           NOT NULL,
  number     BIGINT        NOT NULL,
  operator   VARCHAR(200)  NOT NULL,
  street     VARCHAR(220)  NOT NULL,
  price      DECIMAL(4, 2) NOT NULL,
  east       DOUBLE        NOT NULL,
  north      DOUBLE        NOT NULL,
  plugs      INT           NOT NULL,
  free_plugs INT           NOT NULL,
  power_kw   INT           NOT NULL,
  PRIMARY KEY (tile, number)
) ENGINE = InnoDB;
INSERT INTO charging_point (tile, number, operator, street, price, east, north, plugs, free_plugs, power_kw)
SELECT 1 + o.id % 10, o.id, p.name, CONCAT(q.name, ' Road ', 1 + o.id % 90), 0.39 + o.id % 30 / 100,
       13 + o.id * 7919 % 10000 / 10000, 52 + o.id * 104729 % 10000 / 10000, 2 + o.id % 3 * 2, o.id * 31 % 3,
       ELT(1 + o.id % 4, 11, 22, 150, 300)
  FROM order_item AS o JOIN publisher AS p ON p.id = 1 + o.id % 40
  JOIN publisher AS q ON q.id = 1 + o.id * 7 % 1000 WHERE o.id <= 30000 * @factor;
