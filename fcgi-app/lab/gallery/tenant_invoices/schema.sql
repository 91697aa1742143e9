-- Eight hundred invoices of each tenant, some of them deleted.
DROP TABLE IF EXISTS tenant;
DROP TABLE IF EXISTS tenant_invoice;
CREATE TABLE tenant (
  id    BIGINT       NOT NULL,
  name  VARCHAR(200) NOT NULL,
  today DATE         NOT NULL,  -- the day up to which payments are booked
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tenant_invoice (
  id          BIGINT       NOT NULL,
  tenant_id   BIGINT       NOT NULL,
  is_deleted  TINYINT      NOT NULL,
  number      VARCHAR(20)  NOT NULL,
  recipient   VARCHAR(200) NOT NULL,
  due_on      DATE         NOT NULL,
  total_cents BIGINT       NOT NULL,
  paid_cents  BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tenant_invoice_tenant_id_is_deleted_id (tenant_id, is_deleted, id)
) ENGINE = InnoDB;
INSERT INTO tenant (id, name, today)
SELECT id, name, DATE '2025-11-28' FROM publisher WHERE id <= 15 * @factor;
INSERT INTO tenant_invoice (id, tenant_id, is_deleted, number, recipient, due_on, total_cents, paid_cents)
SELECT i.id, 1 + i.id % (15 * @factor), i.id DIV 100 % 9 = 0, CONCAT('2025-', LPAD(i.id, 7, '0')), c.name,
       TIMESTAMPADD(DAY, i.id * 340 DIV (12000 * @factor), DATE '2025-01-20'), 1000 + i.id * 7919 % 90000,
       IF(i.id DIV 7 % 4 = 0, 0, 1000 + i.id * 7919 % 90000)
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 17 % (2500 * @factor)
 WHERE i.id <= 12000 * @factor;
ANALYZE TABLE tenant_invoice;
