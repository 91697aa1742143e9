-- Containers that wait in a terminal, and the orders with which an agent releases them to a haulier. The newest 500 are kept.
DROP TABLE IF EXISTS terminal_box, terminal_haulier, box_release, box_release_event;
CREATE TABLE terminal_box (
  id       BIGINT       NOT NULL,
  number   CHAR(11)     NOT NULL,
  size     VARCHAR(6)   NOT NULL,
  slot     VARCHAR(10)  NOT NULL,
  is_clear BOOL         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE terminal_haulier (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  code CHAR(5)      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE box_release (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  box_id      BIGINT      NOT NULL,
  haulier_id  INT         NOT NULL,
  pin_hash    CHAR(64)    NOT NULL DEFAULT '',
  released_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE box_release_event (
  release_id BIGINT      NOT NULL,
  position   INT         NOT NULL,
  what       VARCHAR(40) NOT NULL,
  PRIMARY KEY (release_id, position)
) ENGINE = InnoDB;

INSERT INTO terminal_box (id, number, size, slot, is_clear)
SELECT id, CONCAT('CSLU', LPAD(id * 7919 % 10000000, 7, '0')), ELT(1 + id % 3, '20 DV', '40 HC', '40 RF'),
       CONCAT(CHAR(65 + id % 20), LPAD(id % 60, 2, '0'), '.', 1 + id % 5), id % 11 <> 0
  FROM book WHERE id <= 8000 * @factor;
INSERT INTO terminal_haulier (id, name, code) SELECT id, name, CONCAT('H', LPAD(id, 4, '0')) FROM publisher WHERE id <= 200;
