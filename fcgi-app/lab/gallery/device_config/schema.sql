-- The configuration of a fleet of devices. A change of an option or of a device's own values increments the version of the
-- profile.
DROP TABLE IF EXISTS fleet_override;
DROP TABLE IF EXISTS fleet_option;
DROP TABLE IF EXISTS fleet_device;
DROP TABLE IF EXISTS fleet_profile;
CREATE TABLE fleet_profile (
  id      BIGINT       NOT NULL,
  name    VARCHAR(100) NOT NULL,
  version BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE fleet_device (
  id         BIGINT NOT NULL,
  profile_id BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE fleet_option (
  id         BIGINT       NOT NULL,
  profile_id BIGINT       NOT NULL,
  section    VARCHAR(40)  NOT NULL,
  name       VARCHAR(60)  NOT NULL,
  value      VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_fleet_option_profile_id_section_name (profile_id, section, name)
) ENGINE = InnoDB;
CREATE TABLE fleet_override (
  device_id BIGINT       NOT NULL,
  option_id BIGINT       NOT NULL,
  value     VARCHAR(200) NOT NULL,
  PRIMARY KEY (device_id, option_id)
) ENGINE = InnoDB;
INSERT INTO fleet_profile (id, name, version)
SELECT id, CONCAT('profile ', id), 20 + id % 13 FROM publisher WHERE id <= 10 * @factor;
INSERT INTO fleet_device (id, profile_id) SELECT id, 1 + id % (10 * @factor) FROM customer WHERE id <= 500 * @factor;
INSERT INTO fleet_option (id, profile_id, section, name, value)
SELECT id, 1 + id % (10 * @factor), ELT(1 + id DIV (10 * @factor) % 5, 'network', 'display', 'power', 'sound', 'updates'),
       CONCAT('option-', id DIV (10 * @factor)), LEFT(title, 80)
  FROM book WHERE id <= 6500 * @factor;
INSERT INTO fleet_override (device_id, option_id, value)
SELECT d.id, o.id, 'as on site' FROM fleet_device AS d JOIN fleet_option AS o ON o.profile_id = d.profile_id AND o.id % 41 = 0
 WHERE d.id % 7 = 0;
ANALYZE TABLE fleet_option, fleet_device, fleet_override;
