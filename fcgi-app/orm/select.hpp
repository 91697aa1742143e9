// One SELECT over a table and what is joined to it, without the types: query.hpp puts those on top. The text
// is the same for the same question, so that its digest is; every value is a parameter. Rows come in the
// order asked for and by id after that, so the order never depends on the plan.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/condition.hpp"
#include "orm/mapping.hpp"

namespace caseload::orm {

class Select {
 public:
  explicit Select(const Table& table);

  // Parts are the root (0) and the joined tables. Joining the same relation of the same part again gives the
  // part that is there.
  //
  // LEFT JOIN, also for keys that are never NULL: so the result has the rows that the lazy relation has, and
  // a row that is not there is an error in both and not an entity that silently goes missing. And the plan
  // begins with the root: for ORDER BY book.id LIMIT 100 with an inner join MariaDB 10.11 begins with all
  // authors, joins all books to them and sorts those.
  static constexpr std::size_t root = 0;
  static constexpr std::size_t maximum_parts = 8;
  std::size_t join(std::size_t part, const Relation& relation);

  void only(std::size_t part,
            const Field& field);  // the first call leaves the id alone, each adds its column
  void defer(std::size_t part, const Field& field);
  void where(Condition condition);
  // Rows tied to others by this link table. The key of the others is the first column of the result where
  // asked for.
  void through(const Link& link, bool with_key);
  void annotate(const Aggregate& aggregate);
  void order_by(const Field& field, bool descending);
  void in_any_order() { ordered_ = false; }  // where at most one row can match
  void limit(std::int64_t rows) { limit_ = rows; }
  void offset(std::int64_t rows) { offset_ = rows; }

  std::string text() const;
  std::vector<Parameter> parameters() const;

  Rows all(Database& db) const;
  // Unbuffered; false from the callback ends it. The connection is busy meanwhile, so nothing lazy may be
  // touched.
  void each(Database& db, const std::function<bool(Entity&)>& callback) const;
  // For a caller that hydrates by itself.
  void run(Database& db, const std::function<void(const Cursor&)>& row) const;
  std::unique_ptr<Entity> hydrate(const Cursor& cursor, Database& db) const;

 private:
  struct Part {
    const Table* table;
    std::string alias;
    std::size_t parent = 0;
    const Relation* relation = nullptr;  // from the parent; nullptr: the root
    std::vector<const Field*> fields{};  // id first
    bool narrowed = false;
  };
  struct Order {
    const Field* field;
    bool descending;
  };

  bool qualified() const;
  bool can_match() const;
  void append_columns(std::string& text) const;
  void append_joins(std::string& text) const;
  void append_conditions(std::string& text) const;
  void append_order(std::string& text) const;

  std::vector<Part> parts_;
  std::vector<Condition> conditions_;
  std::vector<Aggregate> aggregates_;
  std::vector<Order> order_;
  const Link* link_ = nullptr;
  bool with_key_ = false;
  bool ordered_ = true;
  std::optional<std::int64_t> limit_;
  std::optional<std::int64_t> offset_;
};

}  // namespace caseload::orm
