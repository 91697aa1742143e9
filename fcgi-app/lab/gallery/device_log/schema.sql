-- Devices at customers' homes, and the newest events of each.
DROP TABLE IF EXISTS support_device, support_event;
CREATE TABLE support_device (
  id         BIGINT       NOT NULL,
  model      VARCHAR(100) NOT NULL,
  firmware   VARCHAR(20)  NOT NULL,
  owner_mail VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE support_event (
  device_id BIGINT NOT NULL,
  number    INT    NOT NULL,
  code      INT    NOT NULL,
  PRIMARY KEY (device_id, number)
) ENGINE = InnoDB;

INSERT INTO support_device (id, model, firmware, owner_mail)
SELECT id, ELT(1 + id % 3, 'Boiler', 'Shutter', 'Doorbell'), CONCAT(1 + id % 4, '.', id % 10), email FROM customer WHERE id <= 200;
INSERT INTO support_event (device_id, number, code)
SELECT device.id, event.id, 100 + event.id * (device.id + 3) % 400 FROM support_device AS device JOIN book AS event ON event.id <= 160;
