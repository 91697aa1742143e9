// The shop with scratch rows of its own, which a test may write.
#pragma once

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "tests/unit/orm_shop.hpp"

namespace caseload::test {

// Scratch rows of its own, gone at the end.
struct ScratchShop : Shop {
  const std::int64_t batch = std::int64_t{::getpid()} * 1'000'000 + ++batches;
  inline static std::int64_t batches = 0;

  ~ScratchShop() { db.execute("DELETE FROM scratch_book WHERE batch = ?", batch); }

  void fill(orm::ScratchBook& book, std::int64_t position) const {
    book.batch = batch;
    book.position = position;
    book.title = "Title " + std::to_string(position);
    book.author_id = 1 + position % 5;
    book.publisher_id = 1;
    book.year = 1900 + position % 100;
    book.price = std::to_string(position % 50) + ".50";
  }
  orm::List<orm::ScratchBook> list_of(std::size_t count) const {
    orm::List<orm::ScratchBook> list;
    for (std::size_t i = 0; i < count; ++i) fill(list.add(), static_cast<std::int64_t>(i + 1));
    return list;
  }
  std::string of_batch(const std::string& columns) const {
    return "SELECT " + columns + " FROM scratch_book WHERE batch = " + std::to_string(batch);
  }
  std::int64_t rows() { return number(of_batch("COUNT(*)")); }
  orm::List<orm::ScratchBook> stored() {
    return session.query<orm::ScratchBook>()
        .where(&orm::ScratchBook::batch, batch)
        .order_by(&orm::ScratchBook::position)
        .all();
  }
};

struct Refused {
  std::size_t row = 0;
  std::string column;
  std::string reason;
};
inline Refused refused(const std::function<void()>& work) {
  try {
    work();
  } catch (const orm::RowRefused& error) {
    return {error.row, error.column, error.what()};
  }
  BOOST_ERROR("nothing was refused");
  return {};
}

}  // namespace caseload::test
