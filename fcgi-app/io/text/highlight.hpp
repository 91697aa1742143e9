// Code as HTML by GNU source-highlight: escaped text with <span class="hl-keyword"> and the like; colours
// come from CSS. One highlighter serves one thread; reading a language's rules costs milliseconds, once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace caseload::io {

enum class Language { cpp, sql, python, ruby, java };

class Highlighter {
 public:
  Highlighter();
  ~Highlighter();
  Highlighter(Highlighter&&) noexcept;

  // One entry a line of the code, each with all its spans closed, so that lines can be wrapped and
  // numbered. Safe with any text: what the rules don't know comes out escaped and plain.
  std::vector<std::string> lines(std::string_view code, Language language);
  // The same lines, each with its line end.
  std::string html(std::string_view code, Language language);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string highlight_cpp(std::string_view code);

}  // namespace caseload::io
