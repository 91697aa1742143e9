-- What came through a terminal's gate and what left. Sixty shipping lines at every size.
DROP TABLE IF EXISTS gate_line, gate_move;
CREATE TABLE gate_line (
  code  CHAR(4)      NOT NULL,
  agent VARCHAR(200) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;
CREATE TABLE gate_move (
  id        BIGINT      NOT NULL,
  moved_at  DATETIME    NOT NULL,
  box       CHAR(11)    NOT NULL,
  size_type CHAR(4)     NOT NULL,
  line      CHAR(4)     NOT NULL,
  plate     VARCHAR(20) NOT NULL,
  kilograms INT         NOT NULL,
  is_inward BOOL        NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO gate_line (code, agent) SELECT CONCAT('L', LPAD(p.id, 3, '0')), p.name FROM publisher AS p WHERE p.id <= 60;
INSERT INTO gate_move (id, moved_at, box, size_type, line, plate, kilograms, is_inward)
SELECT i.id, TIMESTAMPADD(SECOND, i.id * 47, TIMESTAMP '2024-01-02 05:30:00'),
       CONCAT(ELT(1 + i.id % 5, 'HLXU', 'MSKU', 'CMAU', 'OOLU', 'TGHU'), LPAD(i.id * 6700417 % 9999991, 7, '0')),
       ELT(1 + i.id % 3, '22G1', '42G1', '45R1'), CONCAT('L', LPAD(1 + i.id * 37 % 61, 3, '0')),
       CONCAT('HH ', CHAR(65 + i.id % 26), CHAR(65 + i.id DIV 7 % 26), ' ', 100 + i.id * 31 % 8900), 2300 + i.id * 7919 % 28000, i.id % 2
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
ANALYZE TABLE gate_move;
