// A query builder for entities of one type. The query is built step by step and run by all(), first() or
// each(). session.hpp has an example of each step.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/load.hpp"
#include "orm/select.hpp"

namespace caseload::orm {

template <class E, class Target>
Aggregate count(ToMany<Target> E::*relation) {
  return {.relation = &E::mapping().relation(relation)};
}

// 0 if there are no rows.
template <class E, class Target>
Aggregate sum(ToMany<Target> E::*relation, Column<std::int64_t> Target::*column) {
  return {.relation = &E::mapping().relation(relation), .field = &Target::mapping().field(column)};
}

// The type that a column is compared with: its own type, or the inner type of an optional.
template <class T>
struct Comparable {
  using type = T;
};
template <class T>
struct Comparable<std::optional<T>> {
  using type = T;
};
template <class T>
using Plain = typename Comparable<T>::type;

template <class E>
class Query {
 public:
  explicit Query(Database& db) : db_(db), select_(E::mapping()) {}

  // All conditions must hold.
  template <class Base, class T>
  Query& where(Column<T> Base::*column, const std::type_identity_t<Plain<T>>& value) {
    return where(column, Compare::equal, value);
  }
  template <class Base, class T>
  Query& where(Column<T> Base::*column, Compare how, const std::type_identity_t<Plain<T>>& value) {
    select_.where(compare(E::mapping().field(column), how, to_parameter(value)));
    return *this;
  }
  template <class Base, class T>
  Query& between(Column<T> Base::*column, const std::type_identity_t<Plain<T>>& from,
                 const std::type_identity_t<Plain<T>>& to) {
    select_.where(orm::between(E::mapping().field(column), to_parameter(from), to_parameter(to)));
    return *this;
  }
  template <class Base>
  Query& starts_with(Column<std::string> Base::*column, const std::string& prefix) {
    select_.where(orm::starts_with(E::mapping().field(column), prefix));
    return *this;
  }
  // `values` is any range of the column's type. An empty range matches nothing; then no query is sent.
  template <class Base, class T, class Values>
  Query& where_in(Column<T> Base::*column, const Values& values) {
    std::vector<Parameter> parameters;
    for (const auto& value : values) parameters.push_back(to_parameter(Plain<T>(value)));
    select_.where(one_of(E::mapping().field(column).name, std::move(parameters)));
    return *this;
  }
  // At least one related row must have a value in the range.
  template <class Base, class Target, class T>
  Query& any_between(ToMany<Target> Base::*relation, Column<T> Target::*column,
                     const std::type_identity_t<Plain<T>>& from, const std::type_identity_t<Plain<T>>& to) {
    Condition condition = orm::between(Target::mapping().field(column), to_parameter(from), to_parameter(to));
    condition.any_of = &E::mapping().relation(relation);
    select_.where(std::move(condition));
    return *this;
  }

  // Sorts by these columns, then by id.
  template <class... Columns>
  Query& order_by(Columns... columns) {
    (select_.order_by(E::mapping().field(columns), false), ...);
    return *this;
  }
  // The same in descending order, including ids.
  template <class... Columns>
  Query& order_by_descending(Columns... columns) {
    (select_.order_by(E::mapping().field(columns), true), ...);
    return *this;
  }
  Query& limit(std::int64_t rows) {
    select_.limit(rows);
    return *this;
  }
  Query& offset(std::int64_t rows) {
    select_.offset(rows);
    return *this;
  }

  // Fetches a path of to-one relations in the same query.
  template <class... Path>
  Query& join(Path... path) {
    follow<E>(Select::root, path...);
    return *this;
  }

  // Fetches a path of relations of any kind with one query per relation and chunk of ids.
  template <class... Path>
  Query& prefetch(Path... path) {
    std::vector<const Relation*> relations;
    collect<E>(relations, path...);
    prefetches_.push_back(std::move(relations));
    return *this;
  }

  // Fetches only these columns and the id. With relations before the columns, it applies to that joined
  // entity.
  template <class... Members>
  Query& only(Members... members) {
    narrow<E>(Select::root, true, members...);
    return *this;
  }
  template <class... Members>
  Query& defer(Members... members) {
    narrow<E>(Select::root, false, members...);
    return *this;
  }

  template <class... Aggregates>
  Query& annotate(const Aggregates&... aggregates) {
    (select_.annotate(aggregates), ...);
    return *this;
  }

  List<E> all() {
    List<E> list(select_.all(db_));
    for (const auto& path : prefetches_) orm::prefetch(db_, list.rows(), path);
    return list;
  }

  // nullptr if nothing matches.
  std::unique_ptr<E> first() {
    limit(1);
    return all().take_first();
  }

  // Holds one entity in memory at a time. A callback may return false to stop. The connection is busy in the
  // meantime, so relations and deferred columns can't be loaded: join or select what is needed.
  template <class Callback>
  void each(Callback callback) {
    if (!prefetches_.empty())
      throw MappingError("each() holds one entity at a time and can't prefetch; use all()");
    select_.each(db_, [&](Entity& entity) {
      if constexpr (std::is_same_v<std::invoke_result_t<Callback&, const E&>, bool>)
        return callback(static_cast<const E&>(entity));
      callback(static_cast<const E&>(entity));
      return true;
    });
  }

  std::string text() const { return select_.text(); }

 private:
  template <class From, class Base, class Member, class... Rest>
  requires ToOneRelation<Member> std::size_t follow(std::size_t part, Member Base::*member, Rest... rest) {
    part = select_.join(part, From::mapping().relation(member));
    if constexpr (sizeof...(Rest) > 0)
      return follow<typename Member::Target>(part, rest...);
    else
      return part;
  }

  template <class From, class Base, class Member, class... Rest>
  void collect(std::vector<const Relation*>& path, Member Base::*member, Rest... rest) {
    path.push_back(&From::mapping().relation(member));
    if constexpr (sizeof...(Rest) > 0) collect<typename Member::Target>(path, rest...);
  }

  template <class From, class Base, class Member, class... Rest>
  void narrow(std::size_t part, bool keep, Member Base::*member, Rest... rest) {
    if constexpr (AnyRelation<Member>) {
      static_assert(ToOneRelation<Member> && sizeof...(Rest) > 0,
                    "the columns of a joined entity must follow the path");
      narrow<typename Member::Target>(select_.join(part, From::mapping().relation(member)), keep, rest...);
    } else {
      const Field& field = From::mapping().field(member);
      keep ? select_.only(part, field) : select_.defer(part, field);
      if constexpr (sizeof...(Rest) > 0) narrow<From>(part, keep, rest...);
    }
  }

  Database& db_;
  Select select_;
  std::vector<std::vector<const Relation*>> prefetches_;
};

}  // namespace caseload::orm
