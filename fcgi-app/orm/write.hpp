// Writing entities back, without the types: session.hpp puts those on top.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "orm/mapping.hpp"

namespace caseload::orm {

// The database refused a value, and said which. Thrown in place of the DatabaseError, which it keeps the
// reason of.
struct RowRefused : std::runtime_error {
  RowRefused(std::size_t row, std::string column, const std::string& reason);
  std::size_t row;     // place in the list, from 0
  std::string column;  // name in the table
};

using OutcomeOf = std::shared_ptr<const Outcome>;  // of the transaction around; nullptr: none

// INSERT of the columns that were given a value, and nothing more: the entity stays new, without an id.
void create(Database& db, const Table& table, Entity& entity);

// A new entity becomes an INSERT of the columns that were given a value, and gets its id, which costs a round
// trip that is not counted: the connector does not hand out what came with the answer to the INSERT. One that
// came from the database becomes an UPDATE of the columns that were; none were: nothing is asked.
void save(Database& db, const Table& table, Entity& entity, const OutcomeOf& transaction);

// Both below are for use in a transaction, which is what makes them all or nothing.
//
// INSERT with many rows, one for each chunk. Ids stay unset, for the database tells only the first one of a
// statement and a cluster leaves gaps between them; what is to be changed later has to be read again.
void insert_all(Database& db, const Table& table, const Rows& entities, std::size_t chunk);

// One UPDATE for each chunk, with SET column = CASE id WHEN .. THEN .. END. And not INSERT .. ON DUPLICATE
// KEY UPDATE: that needs a value for each column without a default, takes numbers from the AUTO_INCREMENT for
// rows that exist, and brings back rows that were deleted meanwhile. The CASE compares id by id, so its cost
// grows with the square of the chunk; at some hundred rows that is little beside the writes.
void update_all(Database& db, const Table& table, const Rows& entities,
                const std::vector<const Field*>& fields, std::size_t chunk, const OutcomeOf& transaction);

}  // namespace caseload::orm
