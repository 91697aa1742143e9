// A small ORM: table rows as C++ objects, with the conveniences and the traps of ORMs like Django's. The
// entities are in models.hpp; mapping.hpp explains how to declare one.
//
//   orm::Session session{services.db};
//
// Relations are lazy. This is the N+1 problem: one query for the books and one for each book's author, even
// if several books have the same author.
//
//   auto books = session.query<Book>().order_by(&Book::year).limit(n).all();  // orm::List<Book>
//   for (const Book& book : books) row(book.title(), book.author().name());
//
// join() fetches to-one relations in the same query (Django's select_related). prefetch() fetches to-many
// relations with one query per 200 ids (prefetch_related). Accessing them then takes no query.
//
//   session.query<Book>().join(&Book::author, &Author::country).join(&Book::publisher).all();
//   session.query<Author>().prefetch(&Author::books, &Book::tags).all();
//
// All conditions must hold. Rows are sorted as requested, then by id.
//
//   session.query<Book>().where(&Book::author_id, 7).where(&Book::year, Compare::at_least, 1990).all();
//   session.query<Book>().where_in(&Book::id, ids).between(&Book::year, 1990, 1999).all();
//   session.query<Author>().any_between(&Author::books, &Book::year, 1990, 1999).all();  // has such a book
//   session.query<Product>().starts_with(&Product::sku, "BK-").limit(20).offset(40).all();
//   session.query<Product>().order_by_descending(&Product::price).first();  // nullptr if there is none
//   session.find<Book>(17);                                                 // the same
//
// Columns can be deferred. Reading a deferred column takes a separate query for each entity.
//
//   session.query<Document>().only(&Document::title).only(&Document::author, &Author::name).all();
//   session.query<Document>().defer(&Document::body).all();
//
// each() streams the rows and holds one at a time (iterator). The connection is busy in the meantime.
//
//   session.query<Book>().each([&](const Book& book) { histogram.add(book.year()); });
//
// Counts and sums over a to-many relation are computed by the database with GROUP BY (annotate).
//
//   const auto books = orm::count(&Author::books);
//   const auto years = orm::sum(&Author::books, &Book::year);
//   for (const Author& author : session.query<Author>().annotate(books, years).all())
//     row(author.name(), author[books], author[years]);
//
// Writes take one query per entity or one per chunk.
//
//   orm::List<ScratchBook> list;
//   ScratchBook& book = list.add();
//   book.title = "Emma";
//   session.create(book);             // INSERT; the entity stays new and has no id
//   session.save(book);               // INSERT, sets the id; later UPDATE of the changed columns
//   session.bulk_create(list);        // INSERT with many rows, all or nothing; ids as in create()
//   session.bulk_update(list, {&ScratchBook::price});  // UPDATE with CASE id WHEN .., all or nothing
//   session.transaction([&] { .. });  // BEGIN .. COMMIT; repeated after a deadlock
//
// Errors: MappingError if the data doesn't fit the mapping (a missing row, a NULL); RowRefused, with row and
// column, if the database rejects a write; otherwise the errors of Database.
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

// A column of E of any type, such as &Book::price.
template <class E>
class ColumnOf {
 public:
  template <class Base, class T>
  ColumnOf(Column<T> Base::*member) : field_(&E::mapping().field(member)) {}
  const Field* field() const { return field_; }

 private:
  const Field* field_;
};

// Lives as long as a request and is used by one thread.
class Session {
 public:
  explicit Session(Database& db) : db_(db) {}

  template <class E>
  Query<E> query() {
    return Query<E>(db_);
  }

  // nullptr if there is no such row.
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

  // A nested transaction becomes part of the outer one. After a rollback, the entities that it saved are
  // unsaved again.
  void transaction(const std::function<void()>& work);

 private:
  Database& db_;
  std::shared_ptr<Outcome> transaction_;  // the open transaction
};

}  // namespace caseload::orm
