-- The bookshop: all tables of one dataset. Run this in an empty database; sql/seed.sql fills it.
--
-- Works with MariaDB 10.11 and MySQL 8. Conventions:
--   * Text is compared and sorted by its bytes, spaces at the end included. A variant that sorts or groups in code then
--     agrees with one that does so in the database, two emoji are never "the same letter", and 'a ' is another key than
--     'a'. The price is that 'Émile' sorts after 'Zoë'. The collation has another name in MariaDB than in MySQL, so it
--     is set once, for the database, and tables take it over.
--   * Seeded ids run from 1 without gaps. The running shop writes rows with higher ids and with dates after 2025, so they
--     can be distinguished from the seed.
--   * Indexes are named idx_<table>_<columns>. InnoDB ends every secondary index with the primary key, so an
--     index on (year) would serve ORDER BY year, id too; the id is listed explicitly if a page relies on it.

ALTER DATABASE CHARACTER SET utf8mb4 /*M!100202 COLLATE utf8mb4_nopad_bin */ /*!80017 COLLATE utf8mb4_0900_bin */;

CREATE TABLE country (
  id   BIGINT       NOT NULL,
  code CHAR(2)      NOT NULL,  -- ISO 3166-1
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_country_code (code)
) ENGINE = InnoDB;

CREATE TABLE publisher (
  id         BIGINT       NOT NULL,
  name       VARCHAR(200) NOT NULL,
  country_id BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_publisher_country_id (country_id),
  CONSTRAINT fk_publisher_country FOREIGN KEY (country_id) REFERENCES country (id)
) ENGINE = InnoDB;

CREATE TABLE author (
  id         BIGINT       NOT NULL,
  name       VARCHAR(200) NOT NULL,
  country_id BIGINT       NOT NULL,
  born       INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_author_country_id (country_id),
  CONSTRAINT fk_author_country FOREIGN KEY (country_id) REFERENCES country (id)
) ENGINE = InnoDB;

CREATE TABLE book (
  id           BIGINT        NOT NULL,
  title        VARCHAR(255)  NOT NULL,
  author_id    BIGINT        NOT NULL,
  publisher_id BIGINT        NOT NULL,
  year         INT           NOT NULL,
  price        DECIMAL(8, 2) NOT NULL,
  rating       DECIMAL(3, 2) NULL,  -- mean of its seeded reviews; NULL without one
  PRIMARY KEY (id),
  KEY idx_book_author_id (author_id),
  KEY idx_book_publisher_id (publisher_id),
  KEY idx_book_year_id (year, id),  -- the order of the paginated list, and ranges of years
  CONSTRAINT fk_book_author FOREIGN KEY (author_id) REFERENCES author (id),
  CONSTRAINT fk_book_publisher FOREIGN KEY (publisher_id) REFERENCES publisher (id)
) ENGINE = InnoDB;

CREATE TABLE tag (
  id   BIGINT      NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_tag_name (name)
) ENGINE = InnoDB;

CREATE TABLE book_tag (
  book_id BIGINT NOT NULL,
  tag_id  BIGINT NOT NULL,
  PRIMARY KEY (book_id, tag_id),
  KEY idx_book_tag_tag_id (tag_id),  -- the tag cloud, and a tag's books
  CONSTRAINT fk_book_tag_book FOREIGN KEY (book_id) REFERENCES book (id),
  CONSTRAINT fk_book_tag_tag FOREIGN KEY (tag_id) REFERENCES tag (id)
) ENGINE = InnoDB;

CREATE TABLE customer (
  id         BIGINT       NOT NULL,
  name       VARCHAR(200) NOT NULL,
  email      VARCHAR(200) NOT NULL,
  country_id BIGINT       NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_customer_email (email),
  KEY idx_customer_country_id (country_id),
  CONSTRAINT fk_customer_country FOREIGN KEY (country_id) REFERENCES country (id)
) ENGINE = InnoDB;

-- Signed-in customers. The cookie `session` contains the token. last_seen_at is only approximate.
CREATE TABLE session (
  token               CHAR(32)    NOT NULL,
  customer_id         BIGINT      NOT NULL,
  expires_at          DATETIME(6) NOT NULL,
  last_seen_at        DATETIME(6) NOT NULL,
  requests_per_minute INT         NOT NULL,  -- as many as the customer's contract allows
  PRIMARY KEY (token),
  KEY idx_session_customer_id (customer_id),
  CONSTRAINT fk_session_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE = InnoDB;

CREATE TABLE customer_permission (
  customer_id BIGINT      NOT NULL,
  permission  VARCHAR(40) NOT NULL,
  PRIMARY KEY (customer_id, permission),
  CONSTRAINT fk_customer_permission_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE = InnoDB;

CREATE TABLE feature_flag (
  name  VARCHAR(40) NOT NULL,
  share INT         NOT NULL,  -- of the customers who have it on, in hundredths
  PRIMARY KEY (name)
) ENGINE = InnoDB;

-- Twenty rows in every dataset; pages read all of them.
CREATE TABLE shipping_rate (
  zone        VARCHAR(20)   NOT NULL,
  up_to_grams INT           NOT NULL,
  price       DECIMAL(8, 2) NOT NULL,
  PRIMARY KEY (zone, up_to_grams)
) ENGINE = InnoDB;

CREATE TABLE review (
  id          BIGINT       NOT NULL AUTO_INCREMENT,
  book_id     BIGINT       NOT NULL,
  customer_id BIGINT       NOT NULL,
  rating      TINYINT      NOT NULL,
  body        VARCHAR(500) NOT NULL,
  created_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_review_book_id (book_id),
  KEY idx_review_customer_id (customer_id),
  KEY idx_review_created_at_id (created_at, id),  -- newest reviews; cleaning by age
  CONSTRAINT fk_review_book FOREIGN KEY (book_id) REFERENCES book (id),
  CONSTRAINT fk_review_customer FOREIGN KEY (customer_id) REFERENCES customer (id),
  CONSTRAINT check_review_rating CHECK (rating BETWEEN 1 AND 5)
) ENGINE = InnoDB;

-- product and indexed_product are identical except for the index on sku. `product` deliberately has none, and the index
-- of its twin is not UNIQUE, so that the index is the only difference.
CREATE TABLE product (
  id         BIGINT        NOT NULL AUTO_INCREMENT,
  sku        VARCHAR(20)   NOT NULL,
  name       VARCHAR(200)  NOT NULL,
  price      DECIMAL(8, 2) NOT NULL,
  stock      INT           NOT NULL,
  version    INT           NOT NULL DEFAULT 1,  -- goes up by one with every change: the source of its ETag
  updated_at DATETIME(6)   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

CREATE TABLE indexed_product (
  id         BIGINT        NOT NULL AUTO_INCREMENT,
  sku        VARCHAR(20)   NOT NULL,
  name       VARCHAR(200)  NOT NULL,
  price      DECIMAL(8, 2) NOT NULL,
  stock      INT           NOT NULL,
  version    INT           NOT NULL DEFAULT 1,
  updated_at DATETIME(6)   NOT NULL,
  PRIMARY KEY (id),
  KEY idx_indexed_product_sku (sku)
) ENGINE = InnoDB;

CREATE TABLE document (
  id        BIGINT       NOT NULL,
  title     VARCHAR(255) NOT NULL,
  author_id BIGINT       NOT NULL,
  year      INT          NOT NULL,
  body      MEDIUMTEXT   NOT NULL,  -- 16,000 characters: 16 KB, and one overflow page of InnoDB
  PRIMARY KEY (id),
  KEY idx_document_author_id (author_id),
  KEY idx_document_year_id (year, id),
  CONSTRAINT fk_document_author FOREIGN KEY (author_id) REFERENCES author (id)
) ENGINE = InnoDB;

CREATE TABLE customer_order (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  customer_id BIGINT      NOT NULL,
  placed_at   DATETIME(6) NOT NULL,  -- the date that reports use
  status      VARCHAR(20) NOT NULL,
  -- When the row was written. The seed sets it to placed_at. Orders that the shop dates in a past quarter have the
  -- current time here, so they can be distinguished from the seeded ones and removed by age.
  recorded_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  KEY idx_customer_order_customer_id (customer_id),
  KEY idx_customer_order_placed_at_id (placed_at, id),
  KEY idx_customer_order_recorded_at (recorded_at),
  CONSTRAINT fk_customer_order_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE = InnoDB;

CREATE TABLE order_item (
  id       BIGINT        NOT NULL AUTO_INCREMENT,
  order_id BIGINT        NOT NULL,
  book_id  BIGINT        NOT NULL,
  quantity INT           NOT NULL,
  price    DECIMAL(8, 2) NOT NULL,  -- per copy, at the time of the order
  PRIMARY KEY (id),
  KEY idx_order_item_order_id (order_id),
  KEY idx_order_item_book_id (book_id),
  CONSTRAINT fk_order_item_order FOREIGN KEY (order_id) REFERENCES customer_order (id) ON DELETE CASCADE,
  CONSTRAINT fk_order_item_book FOREIGN KEY (book_id) REFERENCES book (id)
) ENGINE = InnoDB;

-- Separate rows for the pages that write in bulk, so that the shop's books don't change. A request chooses a unique batch
-- number and numbers its rows from 1. Compare rows by (batch, position), because ids depend on the order of requests.
CREATE TABLE scratch_book (
  id           BIGINT        NOT NULL AUTO_INCREMENT,
  batch        BIGINT        NOT NULL,
  position     INT           NOT NULL,
  title        VARCHAR(255)  NOT NULL,
  author_id    BIGINT        NOT NULL,
  publisher_id BIGINT        NOT NULL,
  year         INT           NOT NULL,
  price        DECIMAL(8, 2) NOT NULL,
  created_at   DATETIME(6)   NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  UNIQUE KEY idx_scratch_book_batch_position (batch, position),
  KEY idx_scratch_book_author_id (author_id),
  KEY idx_scratch_book_publisher_id (publisher_id),
  KEY idx_scratch_book_created_at (created_at),
  CONSTRAINT fk_scratch_book_author FOREIGN KEY (author_id) REFERENCES author (id),
  CONSTRAINT fk_scratch_book_publisher FOREIGN KEY (publisher_id) REFERENCES publisher (id),
  CONSTRAINT check_scratch_book_price CHECK (price >= 0)
) ENGINE = InnoDB;

-- One row, written by the last step of the seed. If it is missing, the seeding did not finish.
CREATE TABLE dataset (
  factor        INT NOT NULL,  -- 1, 4 or 16
  seed          INT NOT NULL,
  PRIMARY KEY (factor)
) ENGINE = InnoDB;
