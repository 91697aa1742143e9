#include "orm/models.hpp"

namespace caseload::orm {

const Mapping<Country>& Country::mapping() {
  static const auto mapping = Mapping<Country>("country")
                                  .column("id", &Country::id)
                                  .column("code", &Country::code)
                                  .column("name", &Country::name);
  return mapping;
}

const Mapping<Publisher>& Publisher::mapping() {
  static const auto mapping = Mapping<Publisher>("publisher")
                                  .column("id", &Publisher::id)
                                  .column("name", &Publisher::name)
                                  .column("country_id", &Publisher::country_id)
                                  .to_one("country", &Publisher::country, &Publisher::country_id)
                                  .to_many("books", &Publisher::books, &Book::publisher_id);
  return mapping;
}

const Mapping<Author>& Author::mapping() {
  static const auto mapping = Mapping<Author>("author")
                                  .column("id", &Author::id)
                                  .column("name", &Author::name)
                                  .column("country_id", &Author::country_id)
                                  .column("born", &Author::born)
                                  .to_one("country", &Author::country, &Author::country_id)
                                  .to_many("books", &Author::books, &Book::author_id);
  return mapping;
}

const Mapping<Book>& Book::mapping() {
  static const auto mapping = Mapping<Book>("book")
                                  .column("id", &Book::id)
                                  .column("title", &Book::title)
                                  .column("author_id", &Book::author_id)
                                  .column("publisher_id", &Book::publisher_id)
                                  .column("year", &Book::year)
                                  .column("price", &Book::price)
                                  .column("rating", &Book::rating)
                                  .to_one("author", &Book::author, &Book::author_id)
                                  .to_one("publisher", &Book::publisher, &Book::publisher_id)
                                  .to_many("tags", &Book::tags, Link{"book_tag", "book_id", "tag_id"})
                                  .to_many("reviews", &Book::reviews, &Review::book_id);
  return mapping;
}

const Mapping<Tag>& Tag::mapping() {
  static const auto mapping = Mapping<Tag>("tag")
                                  .column("id", &Tag::id)
                                  .column("name", &Tag::name)
                                  .to_many("books", &Tag::books, Link{"book_tag", "tag_id", "book_id"});
  return mapping;
}

const Mapping<Customer>& Customer::mapping() {
  static const auto mapping = Mapping<Customer>("customer")
                                  .column("id", &Customer::id)
                                  .column("name", &Customer::name)
                                  .column("email", &Customer::email)
                                  .column("country_id", &Customer::country_id)
                                  .to_one("country", &Customer::country, &Customer::country_id);
  return mapping;
}

const Mapping<Review>& Review::mapping() {
  static const auto mapping = Mapping<Review>("review")
                                  .column("id", &Review::id)
                                  .column("book_id", &Review::book_id)
                                  .column("customer_id", &Review::customer_id)
                                  .column("rating", &Review::rating)
                                  .column("body", &Review::body)
                                  .column("created_at", &Review::created_at)
                                  .to_one("book", &Review::book, &Review::book_id)
                                  .to_one("customer", &Review::customer, &Review::customer_id);
  return mapping;
}

namespace {

// Product and its twin without the UNIQUE index differ only in the name of their table.
template <class E>
Mapping<E> product_mapping(const char* table) {
  return Mapping<E>(table)
      .column("id", &E::id)
      .column("sku", &E::sku)
      .column("name", &E::name)
      .column("price", &E::price)
      .column("stock", &E::stock)
      .column("version", &E::version)
      .column("updated_at", &E::updated_at);
}

}  // namespace

const Mapping<Product>& Product::mapping() {
  static const auto mapping = product_mapping<Product>("product");
  return mapping;
}

const Mapping<IndexedProduct>& IndexedProduct::mapping() {
  static const auto mapping = product_mapping<IndexedProduct>("indexed_product");
  return mapping;
}

const Mapping<Document>& Document::mapping() {
  static const auto mapping = Mapping<Document>("document")
                                  .column("id", &Document::id)
                                  .column("title", &Document::title)
                                  .column("author_id", &Document::author_id)
                                  .column("year", &Document::year)
                                  .column("body", &Document::body)
                                  .to_one("author", &Document::author, &Document::author_id);
  return mapping;
}

const Mapping<CustomerOrder>& CustomerOrder::mapping() {
  static const auto mapping = Mapping<CustomerOrder>("customer_order")
                                  .column("id", &CustomerOrder::id)
                                  .column("customer_id", &CustomerOrder::customer_id)
                                  .column("placed_at", &CustomerOrder::placed_at)
                                  .column("status", &CustomerOrder::status)
                                  .column("recorded_at", &CustomerOrder::recorded_at)
                                  .to_one("customer", &CustomerOrder::customer, &CustomerOrder::customer_id)
                                  .to_many("items", &CustomerOrder::items, &OrderItem::order_id);
  return mapping;
}

const Mapping<OrderItem>& OrderItem::mapping() {
  static const auto mapping = Mapping<OrderItem>("order_item")
                                  .column("id", &OrderItem::id)
                                  .column("order_id", &OrderItem::order_id)
                                  .column("book_id", &OrderItem::book_id)
                                  .column("quantity", &OrderItem::quantity)
                                  .column("price", &OrderItem::price)
                                  .to_one("order", &OrderItem::order, &OrderItem::order_id)
                                  .to_one("book", &OrderItem::book, &OrderItem::book_id);
  return mapping;
}

const Mapping<ScratchBook>& ScratchBook::mapping() {
  static const auto mapping = Mapping<ScratchBook>("scratch_book")
                                  .column("id", &ScratchBook::id)
                                  .column("batch", &ScratchBook::batch)
                                  .column("position", &ScratchBook::position)
                                  .column("title", &ScratchBook::title)
                                  .column("author_id", &ScratchBook::author_id)
                                  .column("publisher_id", &ScratchBook::publisher_id)
                                  .column("year", &ScratchBook::year)
                                  .column("price", &ScratchBook::price)
                                  .column("created_at", &ScratchBook::created_at);
  return mapping;
}

}  // namespace caseload::orm
