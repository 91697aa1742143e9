// The object mapper: rows of tables as C++ objects, with the conveniences and the traps of mappers like
// Django's. The entities are in models.hpp; how one is declared, in mapping.hpp.
//
//   orm::Session session{services.db};
//
// Relations are lazy. This is the N+1 problem: 1 statement for the books, 1 for each author, also for the
// same one.
//
//   auto books = session.query<Book>().order_by(&Book::year).limit(n).all();  // orm::List<Book>
//   for (const Book& book : books) row(book.title(), book.author().name());
//
// join() brings to-one relations along in the same statement (Django's select_related), prefetch() those to
// many in one statement for each 200 ids (prefetch_related). Touching them asks nothing any more.
//
//   session.query<Book>().join(&Book::author, &Author::country).join(&Book::publisher).all();
//   session.query<Author>().prefetch(&Author::books, &Book::tags).all();
//
// Conditions all have to hold. Rows come in the order asked for, and by id after that.
//
//   session.query<Book>().where(&Book::author_id, 7).where(&Book::year, Compare::at_least, 1990).all();
//   session.query<Book>().where_in(&Book::id, ids).between(&Book::year, 1990, 1999).all();
//   session.query<Author>().any_between(&Author::books, &Book::year, 1990, 1999).all();  // has such a book
//   session.query<Product>().starts_with(&Product::sku, "BK-").limit(20).offset(40).all();
//   session.query<Product>().order_by_descending(&Product::price).first();  // nullptr where there is none
//   session.find<Book>(17);                                                 // likewise
//
// Columns can be left out. Reading one that was costs a statement of its own, for each entity.
//
//   session.query<Document>().only(&Document::title).only(&Document::author, &Author::name).all();
//   session.query<Document>().defer(&Document::body).all();
//
// each() takes rows as they come and holds one at a time (iterator); the connection is busy meanwhile.
//
//   session.query<Book>().each([&](const Book& book) { histogram.add(book.year()); });
//
// Counts and sums over a to-many relation are worked out by the database, with GROUP BY (annotate).
//
//   const auto books = orm::count(&Author::books);
//   const auto years = orm::sum(&Author::books, &Book::year);
//   for (const Author& author : session.query<Author>().annotate(books, years).all())
//     row(author.name(), author[books], author[years]);
//
// Writing: one statement an entity, or one a chunk.
//
//   orm::List<ScratchBook> list;
//   ScratchBook& book = list.add();
//   book.title = "Emma";
//   session.create(book);             // INSERT; the entity stays new and without an id
//   session.save(book);               // INSERT and the id; later UPDATE of the columns with a new value
//   session.bulk_create(list);        // INSERT with many rows, all or nothing; ids as in create()
//   session.bulk_update(list, {&ScratchBook::price});  // UPDATE with CASE id WHEN .., all or nothing
//   session.transaction([&] { .. });  // BEGIN .. COMMIT; all of it again after a deadlock
//
// Errors: MappingError where the data does not fit the mapping (a row that is not there, a NULL); RowRefused
// where the database refuses what is written, with the row and the column; else what Database throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <type_traits>
#include <vector>

#include "orm/models.hpp"
#include "orm/query.hpp"
#include "orm/write.hpp"

namespace caseload::orm {

// A column of E of any type: &Book::price.
template <class E>
class ColumnOf {
 public:
  template <class Base, class T>
  ColumnOf(Column<T> Base::*member) : field_(&E::mapping().field(member)) {}
  const Field* field() const { return field_; }

 private:
  const Field* field_;
};

// As short-lived as the request whose database it works on, and used by one thread.
class Session {
 public:
  explicit Session(Database& db) : db_(db) {}

  template <class E>
  Query<E> query() {
    return Query<E>(db_);
  }

  // nullptr where there is no such row.
  template <class E>
  std::unique_ptr<E> find(std::int64_t id) {
    Select select(E::mapping());
    select.where(compare(E::mapping().id(), Compare::equal, id));
    select.in_any_order();
    return List<E>(select.all(db_)).take_first();
  }

  template <class E>
  void save(E& entity) {
    orm::save(db_, E::mapping(), entity, transaction_);
  }

  template <class E>
  void create(E& entity) {
    orm::create(db_, E::mapping(), entity);
  }

  template <class E>
  void bulk_create(List<E>& list, std::size_t chunk = chunk_rows) {
    if (!list.empty()) transaction([&] { insert_all(db_, E::mapping(), list.rows(), chunk); });
  }

  template <class E>
  void bulk_update(List<E>& list, std::type_identity_t<std::initializer_list<ColumnOf<E>>> columns,
                   std::size_t chunk = chunk_rows) {
    std::vector<const Field*> fields;
    for (const ColumnOf<E>& column : columns) fields.push_back(column.field());
    if (!list.empty())
      transaction([&] { update_all(db_, E::mapping(), list.rows(), fields, chunk, transaction_); });
  }

  // Inside another one it is a part of that. Entities that it saved are unsaved again when it is rolled back.
  void transaction(const std::function<void()>& work);

 private:
  Database& db_;
  std::shared_ptr<Outcome> transaction_;  // the one that is open
};

}  // namespace caseload::orm
