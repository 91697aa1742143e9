// The program of `make fuzz`: libFuzzer with one parser, chosen by --parser=NAME. --list prints each name
// with the size of its largest input.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/fuzz/parsers.hpp"

namespace {

caseload::fuzz::Parser chosen{};

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  constexpr std::string_view option = "--parser=";
  const auto parsers = caseload::fuzz::parsers();
  for (int each = 1; each < *count; ++each) {
    const std::string_view argument((*arguments)[each]);
    if (argument == "--list") {
      for (const auto& parser : parsers)
        std::printf("%.*s %zu\n", static_cast<int>(parser.name.size()), parser.name.data(), parser.max_bytes);
      std::exit(0);
    }
    if (!argument.starts_with(option)) continue;
    const auto found =
        std::ranges::find(parsers, argument.substr(option.size()), &caseload::fuzz::Parser::name);
    if (found != parsers.end()) chosen = *found;
  }
  if (chosen.parse == nullptr) {
    std::fprintf(stderr, "--parser must be one of those that --list prints\n");
    std::exit(2);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  chosen.parse({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
