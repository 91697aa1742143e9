-- The parts of paper machines: 320 assemblies each, with their parts, some of which are assemblies themselves.
DROP TABLE IF EXISTS assembly_part;
CREATE TABLE assembly_part (
  id        BIGINT       NOT NULL,
  machine   INT          NOT NULL,
  parent_id BIGINT       NULL,
  position  INT          NOT NULL,
  number    VARCHAR(20)  NOT NULL,
  name      VARCHAR(220) NOT NULL,
  pieces    INT          NOT NULL,
  has_parts BOOLEAN      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_assembly_part_parent_id_position (parent_id, position),
  KEY idx_assembly_part_machine_parent_id (machine, parent_id, position)
) ENGINE = InnoDB;

INSERT INTO assembly_part (id, machine, parent_id, position, number, name, pieces, has_parts)
SELECT p.id, 1 + (p.id - 1) DIV 320, NULL, 1 + (p.id - 1) % 320, CONCAT('A', 100000 + p.id), p.name, 1 + p.id % 3, TRUE
  FROM indexed_product AS p WHERE p.id <= 1280 * @factor;
INSERT INTO assembly_part (id, machine, parent_id, position, number, name, pieces, has_parts)
SELECT 100000 + a.id * 10 + t.id, a.machine, a.id, t.id, CONCAT('P', 200000 + a.id * 10 + t.id), CONCAT(t.name, ' ', 1 + a.id % 9), 1 + t.id * 3 % 8, t.id = 2
  FROM assembly_part AS a JOIN tag AS t ON t.id <= 3 + a.id % 4 WHERE a.parent_id IS NULL;
INSERT INTO assembly_part (id, machine, parent_id, position, number, name, pieces, has_parts)
SELECT 10000000 + p.id * 10 + t.id, p.machine, p.id, t.id, CONCAT('S', p.id * 10 + t.id), CONCAT(t.name, ' ', ELT(t.id, 'M6', 'M8', 'M10')), 2 * t.id, FALSE
  FROM assembly_part AS p JOIN tag AS t ON t.id <= 2 + p.id % 2 WHERE p.parent_id IS NOT NULL AND p.has_parts;
ANALYZE TABLE assembly_part;
