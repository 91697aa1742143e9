-- Releases of the components of a product, with 200 tickets each. A larger database has more releases.
DROP TABLE IF EXISTS train_component, train_dependency, train_release, train_ticket, train_build, train_role, train_signature;
CREATE TABLE train_component (
  id               INT          NOT NULL,
  name             VARCHAR(100) NOT NULL,
  deployed_version VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE train_dependency (
  component_id INT NOT NULL,
  needs_id     INT NOT NULL,
  PRIMARY KEY (component_id, needs_id)
) ENGINE = InnoDB;
CREATE TABLE train_release (
  id           BIGINT       NOT NULL,
  component_id INT          NOT NULL,
  version      VARCHAR(20)  NOT NULL,
  manager      VARCHAR(200) NOT NULL,
  planned_on   DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE train_ticket (
  release_id BIGINT       NOT NULL,
  number     BIGINT       NOT NULL,
  title      VARCHAR(255) NOT NULL,
  assignee   VARCHAR(200) NOT NULL,
  state      VARCHAR(10)  NOT NULL,
  is_blocker BOOLEAN      NOT NULL,
  PRIMARY KEY (release_id, number),
  KEY idx_train_ticket_release_id_state (release_id, state),
  KEY idx_train_ticket_release_id_is_blocker (release_id, is_blocker, number)
) ENGINE = InnoDB;
CREATE TABLE train_build (
  release_id BIGINT      NOT NULL,
  build_no   INT         NOT NULL,
  state      VARCHAR(10) NOT NULL,
  minutes    INT         NOT NULL,
  PRIMARY KEY (release_id, build_no)
) ENGINE = InnoDB;
CREATE TABLE train_role (
  id   INT         NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE train_signature (
  release_id BIGINT       NOT NULL,
  role_id    INT          NOT NULL,
  person     VARCHAR(200) NOT NULL,
  PRIMARY KEY (release_id, role_id)
) ENGINE = InnoDB;

INSERT INTO train_component (id, name, deployed_version)
SELECT id, CONCAT('component-', LOWER(code)), CONCAT(1 + id % 5, '.', id * 7 % 20) FROM country WHERE id <= 90;
INSERT INTO train_dependency (component_id, needs_id)
SELECT id, id DIV 2 FROM train_component WHERE id >= 2 UNION SELECT id, id DIV 3 FROM train_component WHERE id >= 3;
INSERT INTO train_release (id, component_id, version, manager, planned_on)
SELECT b.id, 40 + b.id % 50, CONCAT('2025.', b.id), c.name, TIMESTAMPADD(DAY, b.id % 60, DATE '2026-01-05')
  FROM book AS b JOIN customer AS c ON c.id = 1 + b.id * 17 % 2500 WHERE b.id <= 40 * @factor;
INSERT INTO train_ticket (release_id, number, title, assignee, state, is_blocker)
SELECT 1 + r.id % (40 * @factor), r.id, b.title, c.name, ELT(1 + r.id DIV 40 DIV @factor % 5, 'done', 'done', 'review', 'doing', 'open'), r.id DIV 40 DIV @factor % 11 = 4
  FROM review AS r JOIN book AS b ON b.id = r.book_id JOIN customer AS c ON c.id = 1 + r.id * 13 % 60 WHERE r.id <= 8000 * @factor;
INSERT INTO train_build (release_id, build_no, state, minutes)
SELECT r.id, n.id, IF((r.id + n.id) % 3 = 0, 'failed', 'passed'), 9 + (r.id * 7 + n.id * 13) % 40 FROM train_release AS r JOIN country AS n ON n.id <= 30;
INSERT INTO train_role (id, name)
SELECT id, ELT(id, 'engineering', 'quality', 'security', 'privacy', 'operations', 'support', 'documentation', 'design', 'legal', 'sales', 'product', 'accessibility')
  FROM country WHERE id <= 12;
INSERT INTO train_signature (release_id, role_id, person)
SELECT r.id, role.id, c.name FROM train_release AS r JOIN train_role AS role ON (r.id + role.id) % 3 <> 0 JOIN customer AS c ON c.id = 100 + (r.id + role.id) % 40;
ANALYZE TABLE train_ticket;
