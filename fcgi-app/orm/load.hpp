// Loads related entities: lazily for one entity, or for many entities at once.
#pragma once

#include <cstddef>
#include <vector>

#include "orm/mapping.hpp"

namespace caseload::orm {

// The number of ids in one IN list of a prefetch, and of rows in one query of a bulk write. Limited because
// long lists cost parse time and memory, and because the server accepts at most 65,535 parameters.
inline constexpr std::size_t chunk_rows = 200;

// Loads the relations of a path one after the other for all entities, with ceil(entities / chunk) queries
// each. Relations that are already loaded are not loaded again.
void prefetch(Database& db, const Rows& entities, const std::vector<const Relation*>& path,
              std::size_t chunk = chunk_rows);

}  // namespace caseload::orm
