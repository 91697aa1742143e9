-- What the shop's manager can change: the tax and how prices are rounded.
DROP TABLE IF EXISTS price_label_setting;
CREATE TABLE price_label_setting (
  name  VARCHAR(40) NOT NULL,
  value BIGINT      NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;
INSERT INTO price_label_setting (name, value)
VALUES ('vat_percent', 19), ('round_to_cents', 5), ('labels_per_sheet', 24), ('show_sku', 1);
