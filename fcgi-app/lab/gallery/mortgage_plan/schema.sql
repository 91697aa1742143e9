DROP TABLE IF EXISTS mortgage_offer;
CREATE TABLE mortgage_offer (
  id           BIGINT       NOT NULL,
  max_years    INT          NOT NULL,  -- 5, 10, .. 40
  basis_points INT          NOT NULL,  -- a year
  bank         VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_mortgage_offer_max_years_basis_points (max_years, basis_points)
) ENGINE = InnoDB;
INSERT INTO mortgage_offer (id, max_years, basis_points, bank)
SELECT id, 5 + id % 8 * 5, 210 + id % 8 * 25 + id * 31 % 140, CONCAT('Bank of ', name) FROM publisher;
