// An excerpt as a case page shows it: highlighted lines, the notes of the decisive ones beside them, and what
// another excerpt lacks.
#pragma once

#include <string>
#include <vector>

#include "core/excerpt.hpp"
#include "core/token_diff.hpp"
#include "io/text/highlight.hpp"

namespace caseload::io {

class AnnotatedCode {
 public:
  // `highlighter` is used in the constructor only.
  AnnotatedCode(std::string name, Excerpt excerpt, Highlighter& highlighter);

  const std::string& name() const { return name_; }
  const Excerpt& excerpt() const { return excerpt_; }
  int last_line() const;
  bool has_notes() const;

  // Each line is <span class="code-line">, and a decisive one <span class="code-line decisive"> together with
  // its <span class="code-note"> in a <span class="code-step">.
  std::string html() const;
  std::string html_without_notes() const;
  // The same with <mark> around what `other` lacks.
  std::string html_against(const AnnotatedCode& other) const;

 private:
  struct Line {
    int number;
    std::string text;
    std::string note;
    std::string html;
  };
  Code code() const;
  std::string html_with(const std::vector<std::vector<Span>>& marks) const;

  std::string name_;
  Excerpt excerpt_;
  std::vector<Line> lines_;
};

// Puts <mark> around bytes of a line of text whose HTML is given. Tags inside a mark stay well nested.
std::string marked_html(std::string_view html, const std::vector<Span>& marks);

}  // namespace caseload::io
