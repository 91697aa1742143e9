// Writes entities to the database, untyped; session.hpp adds the types.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "orm/mapping.hpp"

namespace caseload::orm {

// The database rejected a value and said which one; thrown instead of the DatabaseError, with the same
// reason. Or it would have stored another value without an error (exact.hpp), and the row was not sent.
struct RowRefused : std::runtime_error {
  RowRefused(std::size_t row, std::string column, const std::string& reason);
  std::size_t row;     // position in the list, from 0
  std::string column;  // name in the table
};

using OutcomeOf = std::shared_ptr<const Outcome>;  // of the enclosing transaction; nullptr: none

// INSERTs the columns that have a value. The entity stays new and gets no id.
void create(Database& db, const Table& table, Entity& entity);

// A new entity becomes an INSERT of the columns that have a value, and gets its id. Reading the id costs
// another round trip, which is not counted, because the connector doesn't expose the id in the response to
// the INSERT. An entity from the database becomes an UPDATE of the changed columns; if there are none, no
// query is sent.
void save(Database& db, const Table& table, Entity& entity, const OutcomeOf& transaction);

// Call both functions below in a transaction, which makes them all or nothing.
//
// A chunk has at most `chunk` rows, and fewer if their values exceed what one query may have in bytes.
//
// One multi-row INSERT per chunk. Ids stay unset, because the database returns only the first id of an INSERT
// and a cluster leaves gaps between them. To change the rows later, read them again.
void insert_all(Database& db, const Table& table, const Rows& entities, std::size_t chunk);

// One UPDATE per chunk, with SET column = CASE id WHEN .. THEN .. END. INSERT .. ON DUPLICATE KEY UPDATE
// would need a value for each column without a default, use up AUTO_INCREMENT numbers for existing rows, and
// restore rows that were deleted in the meantime. The CASE compares id by id, so its cost grows with the
// square of the chunk size; for a few hundred rows that is little compared with the writes.
void update_all(Database& db, const Table& table, const Rows& entities,
                const std::vector<const Field*>& fields, std::size_t chunk, const OutcomeOf& transaction);

}  // namespace caseload::orm
