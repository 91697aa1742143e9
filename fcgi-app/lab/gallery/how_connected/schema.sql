-- Who knows whom in a community, in both directions. Each member knows five to eight others.
DROP TABLE IF EXISTS pal_link;
CREATE TABLE pal_link (
  member_id BIGINT NOT NULL,
  friend_id BIGINT NOT NULL,
  PRIMARY KEY (member_id, friend_id)
) ENGINE = InnoDB;
INSERT IGNORE INTO pal_link (member_id, friend_id)
SELECT id, other FROM (
  SELECT id, 1 + id % (2500 * @factor) AS other FROM customer WHERE id <= 2500 * @factor
  UNION ALL SELECT id, 1 + (id + 11) % 2500 FROM customer WHERE id <= 2500
  UNION ALL SELECT id, 1 + id * 31 % 2500 FROM customer WHERE id <= 2500
  UNION ALL SELECT id, 1 + id * 577 % (2500 * @factor) FROM customer WHERE id <= 2500 * @factor) AS known
 WHERE other <> id;
INSERT IGNORE INTO pal_link (member_id, friend_id)
SELECT one.friend_id, one.member_id FROM (SELECT member_id, friend_id FROM pal_link) AS one;
ANALYZE TABLE pal_link;
