// A column of an entity. Reading it, as in `book.title()`, records in the evidence that the column was used.
// A deferred column (Query::only, Query::defer) is loaded by a separate query on first read, which is
// recorded too. Assigning to it, as in `book.price = "9.90"`, marks it for the next save.
//
// T is std::int64_t, double, bool, std::string (also for DECIMAL and DATETIME), or a std::optional of these
// if the column may be NULL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "orm/entity.hpp"

namespace caseload::orm {

class ColumnBase {
 public:
  ColumnBase() = default;
  ColumnBase(const ColumnBase&) = delete;
  ColumnBase& operator=(const ColumnBase&) = delete;

  // What the next save has to do. `written`: nothing, unless the transaction that wrote it is rolled back.
  enum class Change : std::uint8_t { none, changed, written };

  // For the ORM.
  void bind(Entity& owner) { owner_ = &owner; }
  void set_loaded(std::size_t position) {
    position_ = static_cast<std::uint16_t>(position);
    presence_ = Presence::loaded;
    settled_ = false;
  }
  void set_deferred(Entity& owner);
  void set_given();
  void set_absent();
  void set_change(Change change) { change_ = change; }
  bool has_value() const { return presence_ == Presence::loaded || presence_ == Presence::given; }
  bool is_given() const { return presence_ == Presence::given; }
  Change change() const { return change_; }
  void touch() const {
    if (!settled_) settle();
  }

 private:
  void settle() const;  // records the column as read, or loads it if it was deferred

  enum class Presence : std::uint8_t { absent, loaded, deferred, given };
  Entity* owner_ = nullptr;
  std::uint16_t position_ = 0;  // in the result
  mutable Presence presence_ = Presence::absent;
  mutable bool settled_ = true;  // the next read has nothing to do
  Change change_ = Change::none;
};

// The type that reading a column returns: a view into the entity for a string, a reference for anything else.
template <class T>
struct ColumnReading {
  using type = const T&;
};
template <>
struct ColumnReading<std::string> {
  using type = std::string_view;
};

template <class T>
class Column : public ColumnBase {
 public:
  typename ColumnReading<T>::type operator()() const {
    touch();
    return value_;
  }
  Column& operator=(T value) {
    value_ = std::move(value);
    set_given();
    return *this;
  }

  // For the ORM: the value, without recording a read.
  T& stored() { return value_; }
  const T& stored() const { return value_; }

 private:
  T value_{};
};

}  // namespace caseload::orm
