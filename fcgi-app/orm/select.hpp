// One untyped SELECT over a table and its joins; query.hpp adds the types. Equal queries have equal texts and
// thus equal digests, and every value is a parameter. Rows are sorted as requested and then by id, so the
// order never depends on the plan.
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

  // The parts are the root (0) and the joined tables. Joining the same relation of the same part again
  // returns the existing part.
  //
  // LEFT JOIN is used even for keys that are never NULL. The result then has the same rows as with lazy
  // relations, and a missing row is an error in both cases instead of an entity that silently disappears.
  // Also, the plan starts with the root: for an inner join with ORDER BY book.id LIMIT 100, MariaDB 10.11
  // starts with all authors, joins all books to them and sorts those.
  static constexpr std::size_t root = 0;
  static constexpr std::size_t max_parts = 8;
  std::size_t join(std::size_t part, const Relation& relation);

  void only(std::size_t part,
            const Field& field);  // the first call keeps only the id, and each call adds its column
  void defer(std::size_t part, const Field& field);
  void where(Condition condition);
  // Selects rows through this link table. With `with_key`, the first column of the result is the key of the
  // other side.
  void through(const Link& link, bool with_key);
  void annotate(const Aggregate& aggregate);
  void order_by(const Field& field, bool descending);
  void in_any_order() { ordered_ = false; }  // if at most one row can match
  void limit(std::int64_t rows) { limit_ = rows; }
  void offset(std::int64_t rows) { offset_ = rows; }

  std::string text() const;
  std::vector<Parameter> parameters() const;

  Rows all(Database& db) const;
  // Unbuffered; the callback may return false to stop. The connection is busy in the meantime, so nothing can
  // be loaded lazily.
  void each(Database& db, const std::function<bool(Entity&)>& callback) const;
  // For callers that read the rows themselves.
  using RowReader = std::function<void(const Cursor&, EntityMemory&)>;
  void run(Database& db, const RowReader& row) const;
  std::unique_ptr<Entity> hydrate(const Cursor& cursor, Database& db, EntityMemory& memory) const;

 private:
  struct Part {
    const Table* table;
    std::string alias;
    std::size_t parent = 0;
    const Relation* relation = nullptr;  // from the parent; nullptr for the root
    std::vector<const Field*> fields{};  // id first
    bool narrowed = false;
  };
  struct Order {
    const Field* field;
    bool descending;
  };

  std::size_t row_bytes() const;  // of the entities in one row
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
