// Highlights code as HTML with GNU source-highlight: escaped text with <span class="hl-keyword"> etc.; the
// colours come from CSS. Not thread-safe. The rules of a language are loaded on first use, which takes some
// milliseconds.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace caseload::io {

enum class Language { cpp, sql, python, ruby, java, php, javascript };

class Highlighter {
 public:
  Highlighter();
  ~Highlighter();
  Highlighter(Highlighter&&) noexcept;

  // One entry per line of code. Each closes all its spans, so that lines can be wrapped and numbered. Safe
  // for any text: whatever the rules don't know is escaped and left plain.
  std::vector<std::string> lines(std::string_view code, Language language);
  // The same lines, each with its line ending.
  std::string html(std::string_view code, Language language);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
