// Texts of the project itself, and SQL.
#include <algorithm>
#include <array>
#include <string>

#include "core/errors.hpp"
#include "core/excerpt.hpp"
#include "core/front_matter.hpp"
#include "core/lesson.hpp"
#include "core/lesson_lines.hpp"
#include "core/query_digest.hpp"
#include "core/sql_tokens.hpp"
#include "core/stacks.hpp"
#include "io/templates/templates.hpp"
#include "tests/fuzz/parsers.hpp"

namespace caseload::fuzz {
namespace {

const std::string file = "fuzzed.md";

// Each list has one item, so that nested sections stay short.
Value page_model() {
  const Value leaf = Value::object({{"name", "leaf"}, {"children", Value::list()}});
  const Value tree = Value::object({{"name", "<root>"}, {"children", Value(Value::List{leaf})}});
  Rows rows({"title", "stars"});
  rows.add("a & b", 5);
  return Value::object({{"title", "Books"},
                        {"n", 7},
                        {"yes", true},
                        {"no", false},
                        {"none", Value::list()},
                        {"list", Value(Value::List{"x"})},
                        {"tree", tree},
                        {"rows", std::move(rows)}});
}

void parse_template(std::string_view bytes) {
  static const Value model = page_model();
  try {
    const std::vector<std::pair<std::string, std::string>> texts{
        {"main", std::string(bytes)},
        {"row", "<li>{{title}}{{name}}</li>\n"},
        {"tree", "{{#children}}{{> tree}}{{/children}}"}};
    const io::TemplateSources sources(texts);
    io::Templates(sources).render("main", model);
  } catch (const ConfigError&) {
  } catch (const io::TemplateError&) {
  }
}

void lesson(std::string_view bytes) {
  try {
    const Lesson read = parse_lesson(bytes, file);
    require(!read.title.empty() && !read.symptom.empty() && !read.fix.empty(),
            "a lesson that was accepted is whole");
  } catch (const ConfigError& error) {
    require(std::string_view(error.what()).starts_with(file), "a refusal names the file");
  }
}

void front_matter(std::string_view bytes) {
  try {
    Lines lines(bytes, file);
    Lesson read;
    read_front_matter(lines, read);
    require(!read.title.empty() && !read.signs.empty(), "front matter that was accepted is whole");
  } catch (const ConfigError& error) {
    require(std::string_view(error.what()).starts_with(file), "a refusal names the file");
  }
}

void stacks(std::string_view bytes) {
  try {
    const auto read = parse_stacks(bytes, file);
    require(read.size() == all_stacks().size(), "every stack is there");
    for (const StackExample& each : read)
      require(!each.tool.empty() && !each.slow.empty() && !each.fast.empty() && !each.test.empty(),
              "a stack that was accepted is whole");
  } catch (const ConfigError& error) {
    require(std::string_view(error.what()).starts_with(file), "a refusal names the file");
  }
}

void excerpt(std::string_view bytes) {
  try {
    for (const std::string& name : excerpt_names(bytes)) {
      const Excerpt cut = cut_excerpt(bytes, name);
      require(cut.first_line >= 1, "lines are counted from 1");
      code_lines(cut);
    }
  } catch (const ExcerptError&) {
  }
}

void sql(std::string_view bytes) {
  std::size_t end = 0;
  for (const SqlToken& token : sql_tokens(bytes)) {
    require(!token.text.empty() && token.offset >= end, "tokens follow each other");
    end = token.offset + token.text.size();
    require(bytes.substr(token.offset, token.text.size()) == token.text, "a token is a part of the text");
  }
  for (const std::size_t offset : placeholders_in(bytes))
    require(bytes[offset] == '?', "a placeholder is a ?");
  const QueryDigest digest = digest_of(bytes);
  // "in (...)" is the only place where a digest is longer than the text: "in(1)".
  require(digest.text.size() <= 6 * bytes.size() + 6, "a digest is not much longer than its text");
}

constexpr std::array all{Parser{"template", parse_template, 1'024},
                         Parser{"lesson", lesson},
                         Parser{"front-matter", front_matter},
                         Parser{"stacks", stacks},
                         Parser{"excerpt", excerpt},
                         Parser{"sql", sql}};

}  // namespace

std::span<const Parser> text_parsers() {
  return all;
}

}  // namespace caseload::fuzz
