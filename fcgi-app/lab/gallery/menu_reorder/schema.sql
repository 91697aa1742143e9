DROP TABLE IF EXISTS site_menu_draft_entry;
DROP TABLE IF EXISTS site_menu_draft;
DROP TABLE IF EXISTS site_menu_entry;
CREATE TABLE site_menu_draft (
  id      BIGINT NOT NULL AUTO_INCREMENT,
  menu_id BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE site_menu_draft_entry (
  draft_id BIGINT       NOT NULL,
  entry_id BIGINT       NOT NULL,
  position INT          NOT NULL,
  label    VARCHAR(200) NOT NULL,
  PRIMARY KEY (draft_id, entry_id),
  CONSTRAINT fk_site_menu_draft_entry_draft FOREIGN KEY (draft_id) REFERENCES site_menu_draft (id) ON DELETE CASCADE
) ENGINE = InnoDB;
CREATE TABLE site_menu_entry (
  menu_id  BIGINT       NOT NULL,
  entry_id BIGINT       NOT NULL,
  position INT          NOT NULL,  -- from 1, without gaps
  label    VARCHAR(200) NOT NULL,
  PRIMARY KEY (menu_id, entry_id)
) ENGINE = InnoDB;
-- Large menus of a catalogue, 640 entries in each.
INSERT INTO site_menu_entry (menu_id, entry_id, position, label)
SELECT 1 + (b.id - 1) DIV 640, 1 + (b.id - 1) % 640, 1 + (b.id - 1) % 640, LEFT(b.title, 80) FROM book AS b
 WHERE b.id <= 5120 * @factor;
