-- Twenty-four yards of a haulage company, their dispatchers, and all lorries that ever arrived.
DROP TABLE IF EXISTS yard, yard_dispatcher, yard_of_dispatcher, yard_arrival;
CREATE TABLE yard (
  id         INT         NOT NULL,
  name       VARCHAR(80) NOT NULL,
  docks      INT         NOT NULL,
  free_docks INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE yard_dispatcher (
  id    INT          NOT NULL,
  name  VARCHAR(200) NOT NULL,
  radio VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE yard_of_dispatcher (
  dispatcher_id INT NOT NULL,
  yard_id       INT NOT NULL,
  PRIMARY KEY (dispatcher_id, yard_id)
) ENGINE = InnoDB;
CREATE TABLE yard_arrival (
  id         BIGINT       NOT NULL,
  yard_id    INT          NOT NULL,
  arrived_at DATETIME     NOT NULL,
  plate      VARCHAR(20)  NOT NULL,
  haulier    VARCHAR(200) NOT NULL,
  load_note  VARCHAR(60)  NOT NULL,
  kilograms  INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_yard_arrival_yard_id_arrived_at (yard_id, arrived_at, id)
) ENGINE = InnoDB;

INSERT INTO yard (id, name, docks, free_docks) SELECT id, CONCAT('Yard ', name), 6 + id % 14, id % 6 FROM country WHERE id <= 24;
INSERT INTO yard_dispatcher (id, name, radio) SELECT id, name, CONCAT('channel ', 20 + id) FROM customer WHERE id <= 9;
INSERT INTO yard_of_dispatcher (dispatcher_id, yard_id) SELECT d.id, 1 + (d.id * 5 + t.id * 7) % 24 FROM yard_dispatcher AS d JOIN tag AS t ON t.id <= 3;
INSERT INTO yard_arrival (id, yard_id, arrived_at, plate, haulier, load_note, kilograms)
SELECT i.id, 1 + i.id % 24, TIMESTAMPADD(SECOND, i.id * 104729 % 31536000, TIMESTAMP '2025-01-01 00:00:00'), CONCAT('GT ', 100 + i.id * 31 % 8900), p.name,
       ELT(1 + i.id DIV 24 % 5, 'empty', 'pallets of tiles', 'paper rolls', 'groupage', 'returned crates'), 3000 + i.id * 7919 % 21000
  FROM order_item AS i JOIN publisher AS p ON p.id = 1 + i.id * 37 % 1000 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE yard_arrival, yard_of_dispatcher;
