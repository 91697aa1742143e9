// The bookshop as entities: the tables of sql/schema.sql. DECIMAL and DATETIME are strings, as the database
// prints them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "orm/mapping.hpp"

namespace caseload::orm {

struct Author;
struct Book;
struct Tag;
struct Review;
struct OrderItem;

struct Country : Entity {
  Column<std::int64_t> id;
  Column<std::string> code;  // ISO 3166-1
  Column<std::string> name;

  static const Mapping<Country>& mapping();
};

struct Publisher : Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::int64_t> country_id;

  ToOne<Country> country;
  ToMany<Book> books;

  static const Mapping<Publisher>& mapping();
};

struct Author : Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::int64_t> country_id;
  Column<std::int64_t> born;

  ToOne<Country> country;
  ToMany<Book> books;

  static const Mapping<Author>& mapping();
};

struct Book : Entity {
  Column<std::int64_t> id;
  Column<std::string> title;
  Column<std::int64_t> author_id;
  Column<std::int64_t> publisher_id;
  Column<std::int64_t> year;
  Column<std::string> price;
  Column<std::optional<std::string>> rating;

  ToOne<Author> author;
  ToOne<Publisher> publisher;
  ToMany<Tag> tags;
  ToMany<Review> reviews;

  static const Mapping<Book>& mapping();
};

struct Tag : Entity {
  Column<std::int64_t> id;
  Column<std::string> name;

  ToMany<Book> books;

  static const Mapping<Tag>& mapping();
};

struct Customer : Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::string> email;
  Column<std::int64_t> country_id;

  ToOne<Country> country;

  static const Mapping<Customer>& mapping();
};

struct Review : Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> book_id;
  Column<std::int64_t> customer_id;
  Column<std::int64_t> rating;
  Column<std::string> body;
  Column<std::string> created_at;

  ToOne<Book> book;
  ToOne<Customer> customer;

  static const Mapping<Review>& mapping();
};

struct ProductColumns : Entity {
  Column<std::int64_t> id;
  Column<std::string> sku;
  Column<std::string> name;
  Column<std::string> price;
  Column<std::int64_t> stock;
  Column<std::int64_t> version;
  Column<std::string> updated_at;
};

struct Product : ProductColumns {
  static const Mapping<Product>& mapping();
};

// The same rows with an index on sku.
struct IndexedProduct : ProductColumns {
  static const Mapping<IndexedProduct>& mapping();
};

struct Document : Entity {
  Column<std::int64_t> id;
  Column<std::string> title;
  Column<std::int64_t> author_id;
  Column<std::int64_t> year;
  Column<std::string> body;  // 16 kB

  ToOne<Author> author;

  static const Mapping<Document>& mapping();
};

struct CustomerOrder : Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> customer_id;
  Column<std::string> placed_at;
  Column<std::string> status;
  Column<std::string> recorded_at;

  ToOne<Customer> customer;
  ToMany<OrderItem> items;

  static const Mapping<CustomerOrder>& mapping();
};

struct OrderItem : Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> order_id;
  Column<std::int64_t> book_id;
  Column<std::int64_t> quantity;
  Column<std::string> price;

  ToOne<CustomerOrder> order;
  ToOne<Book> book;

  static const Mapping<OrderItem>& mapping();
};

// Separate rows for the pages that write in bulk; (batch, position) is unique.
struct ScratchBook : Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> batch;
  Column<std::int64_t> position;
  Column<std::string> title;
  Column<std::int64_t> author_id;
  Column<std::int64_t> publisher_id;
  Column<std::int64_t> year;
  Column<std::string> price;
  Column<std::string> created_at;

  static const Mapping<ScratchBook>& mapping();
};

}  // namespace caseload::orm
