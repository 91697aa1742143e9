#include "io/text/excerpts.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/errors.hpp"
#include "core/excerpt.hpp"
#include "io/text/annotated_code.hpp"
#include "io/text/lessons.hpp"
#include "io/text/read_file.hpp"
#include "io/text/stack_blocks.hpp"

namespace caseload::io {

namespace {

Value document_of(const AnnotatedCode& code, const std::vector<AnnotatedCode>& all) {
  Value against{Value::Object{}};
  for (const AnnotatedCode& other : all)
    if (&other != &code && other.name() != "shared" && code.name() != "shared")
      against.set(other.name(), code.html_against(other));
  return Value::object({{"first_line", code.excerpt().first_line},
                        {"last_line", code.last_line()},
                        {"has_notes", code.has_notes()},
                        {"html", code.html()},
                        {"html_without_notes", code.html_without_notes()},
                        {"against", std::move(against)}});
}

Value excerpts_in(const std::string& file, Highlighter& highlighter) {
  const auto source = read_file(file);
  if (!source) throw ConfigError("can't read " + file);
  Value excerpts{Value::Object{}};
  try {
    std::vector<AnnotatedCode> all;
    for (const std::string& marker : excerpt_names(*source))
      all.emplace_back(marker, cut_excerpt(*source, marker), highlighter);
    for (const AnnotatedCode& code : all) excerpts.set(code.name(), document_of(code, all));
  } catch (const ExcerptError& error) {
    throw ConfigError(file + ": " + error.what());
  }
  return excerpts;
}

}  // namespace

Value case_excerpts(const std::string& folder) {
  std::error_code error;
  const std::filesystem::directory_iterator folders(folder, error);
  if (error) throw ConfigError("can't read the folder of cases " + folder + ": " + error.message());
  std::set<std::string> stems;
  for (const auto& entry : folders)
    if (std::filesystem::exists(entry.path() / "case.cpp")) stems.insert(entry.path().filename().string());
  Highlighter highlighter;
  Value document{Value::Object{}};
  for (const std::string& stem : stems) {
    Value excerpts = excerpts_in(folder + "/" + stem + "/case.cpp", highlighter);
    excerpts.set("stacks", stack_blocks(read_stacks(folder + "/" + stem), highlighter));
    document.set(stem, std::move(excerpts));
  }
  return document;
}

}  // namespace caseload::io
