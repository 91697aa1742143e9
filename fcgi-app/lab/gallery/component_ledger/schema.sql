-- The moves of three components of a factory: receipts, issues, scrap, and stocktaking now and then.
DROP TABLE IF EXISTS ledger_component, ledger_move;
CREATE TABLE ledger_component (
  id             INT          NOT NULL,
  number         VARCHAR(20)  NOT NULL,
  name           VARCHAR(100) NOT NULL,
  opening_pieces BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE ledger_move (
  component_id INT         NOT NULL,
  position     BIGINT      NOT NULL,
  moved_on     DATE        NOT NULL,
  kind         VARCHAR(10) NOT NULL,
  pieces       INT         NOT NULL,
  voucher      VARCHAR(20) NOT NULL,
  PRIMARY KEY (component_id, position)
) ENGINE = InnoDB;

INSERT INTO ledger_component (id, number, name, opening_pieces)
VALUES (1, '4-1130.2', 'Bushing, bronze', 18000), (2, '4-0077.9', 'Seal ring 40 x 62', 42000), (3, '7-2201.1', 'Control board, rev. D', 900);
INSERT INTO ledger_move (component_id, position, moved_on, kind, pieces, voucher)
SELECT 1 + i.id % 3, i.id DIV 3 + 1, DATE '2015-01-05' + INTERVAL i.id DIV 3 DIV (8 * @factor) DAY,
       CASE WHEN i.id DIV 3 % 997 = 7 THEN 'count' WHEN i.id DIV 3 % 41 = 3 THEN 'scrap' WHEN i.id DIV 3 % 5 = 0 THEN 'receipt' ELSE 'issue' END,
       CASE WHEN i.id DIV 3 % 997 = 7 THEN 20000 WHEN i.id DIV 3 % 41 = 3 THEN 2 WHEN i.id DIV 3 % 5 = 0 THEN 400 ELSE 1 + i.id * 31 % 200 END,
       CONCAT(ELT(1 + i.id % 4, 'WE', 'EN', 'MS', 'LP'), '-', LPAD(i.id * 7, 8, '0'))
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
ANALYZE TABLE ledger_move;
