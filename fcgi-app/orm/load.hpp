// Loads what entities are related to: for one when it is touched, or for many at once.
#pragma once

#include <cstddef>
#include <vector>

#include "orm/mapping.hpp"

namespace caseload::orm {

// How many ids go into one IN list of a prefetch, and how many rows into one statement of a bulk write.
// Bounded, since a list costs parse time and memory, and the server takes 65,535 parameters at most.
inline constexpr std::size_t chunk_rows = 200;

// Loads the relations of a path one after the other for all entities, ceil(entities / chunk) statements each.
// A relation that an entity has loaded is not asked for again.
void prefetch(Database& db, const Rows& entities, const std::vector<const Relation*>& path,
              std::size_t chunk = chunk_rows);

}  // namespace caseload::orm
