// A whole page in the cache of texts (cached_text.hpp), with its headers. Only a page with status 200 is
// stored. A redirect or an error is sent to the request that built it and to no other, and what was stored
// before stays until its lifetime ends or a dependency is dropped.
#pragma once

#include <functional>

#include "core/response.hpp"
#include "io/cache/cached_text.hpp"

namespace caseload {

Response cached_response(CachedTexts& texts, const CachedText& cached,
                         const std::function<Response()>& build);

}  // namespace caseload
