#include "tests/fuzz/parsers.hpp"

namespace caseload::fuzz {

std::vector<Parser> parsers() {
  std::vector<Parser> all;
  for (const auto& group : {request_parsers(), header_parsers(), text_parsers(), document_parsers()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace caseload::fuzz
