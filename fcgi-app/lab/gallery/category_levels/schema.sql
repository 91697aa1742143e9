-- Departments, each with three sections, each with two shelves. `children` saves the query for the leaves.
DROP TABLE IF EXISTS gallery_category;
CREATE TABLE gallery_category (
  id        BIGINT       NOT NULL,
  parent_id BIGINT       NULL,
  name      VARCHAR(200) NOT NULL,
  children  INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_gallery_category_parent_id_id (parent_id, id)
) ENGINE = InnoDB;
INSERT INTO gallery_category (id, parent_id, name, children)
SELECT id, NULL, name, 3 FROM publisher;
INSERT INTO gallery_category (id, parent_id, name, children)
SELECT 1000 + 3 * (publisher.id - 1) + k.n, publisher.id, tag.name, 2
  FROM publisher
  JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) AS k
  JOIN tag ON tag.id = 1 + (publisher.id * 7 + k.n * 31) % 500;
INSERT INTO gallery_category (id, parent_id, name, children)
SELECT 4000 + 2 * (section.id - 1001) + k.n, section.id, CONCAT(section.name, ' ', k.word), 0
  FROM (SELECT id, name FROM gallery_category WHERE children = 2) AS section
  JOIN (SELECT 1 AS n, 'A to M' AS word UNION ALL SELECT 2, 'N to Z') AS k;
