-- Refrigerated containers in the twelve blocks of a terminal, and who ships what is in them.
DROP TABLE IF EXISTS reefer_block, reefer_box, reefer_shipper;
CREATE TABLE reefer_block (
  id          INT          NOT NULL,
  name        VARCHAR(20)  NOT NULL,
  electrician VARCHAR(200) NOT NULL,
  radio       VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE reefer_box (
  block_id        INT         NOT NULL,
  slot            INT         NOT NULL,
  number          CHAR(11)    NOT NULL,
  cargo           VARCHAR(40) NOT NULL,
  set_tenths      INT         NOT NULL,
  measured_tenths INT         NOT NULL,
  shipper_id      BIGINT      NOT NULL,
  PRIMARY KEY (block_id, slot)
) ENGINE = InnoDB;
CREATE TABLE reefer_shipper (
  id    BIGINT       NOT NULL,
  name  VARCHAR(200) NOT NULL,
  phone VARCHAR(40)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO reefer_block (id, name, electrician, radio)
SELECT c.id, CONCAT('R', LPAD(c.id, 2, '0')), c.name, CONCAT('channel ', 3 + c.id % 5) FROM customer AS c WHERE c.id <= 12;
INSERT INTO reefer_shipper (id, name, phone)
SELECT c.id, c.name, CONCAT('+49 40 ', 100000 + c.id * 7919 % 800000) FROM customer AS c WHERE c.id <= 2500 * @factor;
INSERT INTO reefer_box (block_id, slot, number, cargo, set_tenths, measured_tenths, shipper_id)
SELECT 1 + i.id % 12, i.id DIV 12, CONCAT(ELT(1 + i.id % 4, 'RFCU', 'MRKU', 'TTNU', 'SEGU'), LPAD(i.id * 7919 % 9999991, 7, '0')),
       ELT(1 + i.id % 5, 'bananas', 'frozen fish', 'flowers', 'vaccines', 'grapes'),
       ELT(1 + i.id % 5, 132, -200, 20, 50, 5),
       ELT(1 + i.id % 5, 132, -200, 20, 50, 5) + i.id DIV 12 * 31 % 25,
       1 + i.id * 7919 % (2500 * @factor)
  FROM order_item AS i WHERE i.id <= 24000 * @factor;
ANALYZE TABLE reefer_box, reefer_shipper;
