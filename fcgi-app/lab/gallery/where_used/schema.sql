-- Parts of machine tools and what they are built into: five levels, from screws (1) to machines (5).
DROP TABLE IF EXISTS tool_part, tool_part_use;
CREATE TABLE tool_part (
  id     INT          NOT NULL,
  level  INT          NOT NULL,
  number VARCHAR(20)  NOT NULL,
  name   VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tool_part_use (
  part_id INT NOT NULL,
  in_id   INT NOT NULL,
  pieces  INT NOT NULL,
  PRIMARY KEY (part_id, in_id)
) ENGINE = InnoDB;

-- The numbers of level k are k * 1,000,000 + 1 and so on. A third as many at each level as below.
INSERT INTO tool_part (id, level, number, name)
SELECT l.id * 1000000 + p.id, l.id, CONCAT(ELT(l.id, 'S', 'P', 'G', 'U', 'M'), 10000 + p.id), p.name
  FROM country AS l JOIN indexed_product AS p ON p.id <= 6250 * @factor DIV POW(3, l.id - 1) WHERE l.id <= 5;
-- Each is built into two of the next level.
INSERT INTO tool_part_use (part_id, in_id, pieces)
SELECT DISTINCT p.id, (p.level + 1) * 1000000 + 1 + (p.id % 1000000 * 7 + t.id * 1013) % CAST(6250 * @factor DIV POW(3, p.level) AS SIGNED), 1 + p.id % 8
  FROM tool_part AS p JOIN tag AS t ON t.id <= 2 WHERE p.level < 5;
