// How much the seed puts into the shop (docs/data.md), for claims.
#pragma once

#include <cstdint>

#include "core/knobs.hpp"

namespace caseload {

inline std::int64_t seeded_books(const Knobs& knobs) {
  constexpr std::int64_t at_x1 = 10'000;
  return at_x1 * static_cast<std::int64_t>(knobs.dataset());
}

}  // namespace caseload
