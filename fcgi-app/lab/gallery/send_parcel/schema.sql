-- Parcels and what happened to them: the newest thousand.
DROP TABLE IF EXISTS sent_parcel_event, sent_parcel;
CREATE TABLE sent_parcel (
  id         BIGINT        NOT NULL AUTO_INCREMENT,
  product_id BIGINT        NOT NULL,
  country_id BIGINT        NOT NULL,
  state      VARCHAR(20)   NOT NULL,
  days       INT           NULL,
  price      DECIMAL(8, 2) NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE sent_parcel_event (
  parcel_id BIGINT      NOT NULL,
  happened  DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  text      VARCHAR(60) NOT NULL,
  PRIMARY KEY (parcel_id, happened),
  CONSTRAINT fk_sent_parcel_event_parcel FOREIGN KEY (parcel_id) REFERENCES sent_parcel (id) ON DELETE CASCADE
) ENGINE = InnoDB;

INSERT INTO sent_parcel (product_id, country_id, state, days, price)
SELECT id * 7, 1 + id % 120, 'announced', 1 + id % 6, 4.90 FROM book WHERE id <= 1000 ORDER BY id;
INSERT INTO sent_parcel_event (parcel_id, happened, text) SELECT id, TIMESTAMP '2025-12-01 09:00:00', 'packed' FROM sent_parcel;
