// Every parser of ours as a function of bytes. libFuzzer calls them (`make fuzz`), and so does the test of
// the kept corpus, with an ordinary compiler. Each returns for any bytes; an exception that gets out, a crash
// or a report of a sanitizer is a bug of the parser.
#pragma once

#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace caseload::fuzz {

struct Parser {
  std::string_view name;  // also of its folder in tests/fuzz/corpus
  void (*parse)(std::string_view bytes);
  std::size_t max_bytes = 4'096;  // longer inputs would only be slower
};

std::vector<Parser> parsers();
// By file.
std::span<const Parser> request_parsers();
std::span<const Parser> header_parsers();
std::span<const Parser> text_parsers();
std::span<const Parser> document_parsers();

// A parser returned, but not what its header promises.
struct BrokenPromise : std::logic_error {
  using std::logic_error::logic_error;
};
inline void require(bool holds, const char* promise) {
  if (!holds) throw BrokenPromise(promise);
}

}  // namespace caseload::fuzz
