// The object mapper: rows of tables as C++ objects, with the conveniences and the traps of mappers like
// Django's. The entities are in models.hpp; how one is declared, in mapping.hpp.
//
//   orm::Session session{services.db};
//
//   auto books = session.query<Book>().order_by(&Book::id).limit(n).all();
//   for (const Book& book : books) row(book.title(), book.author().name());     // 1 + n statements
//
//   session.query<Book>().join(&Book::author).join(&Book::author, &Author::country).all();          // 1
//   statement
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "orm/models.hpp"
#include "orm/query.hpp"

namespace caseload::orm {

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
    return query<E>().where(&E::id, id).first();
  }

 private:
  Database& db_;
};

}  // namespace caseload::orm
