#include "io/text/excerpts.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/errors.hpp"
#include "core/excerpt.hpp"
#include "io/text/highlight.hpp"
#include "io/text/read_file.hpp"

namespace caseload::io {

namespace {

Value document_of(const Excerpt& excerpt) {
  const auto lines = static_cast<int>(std::ranges::count(excerpt.text, '\n'));
  return Value::object({{"first_line", excerpt.first_line},
                        {"last_line", excerpt.first_line + std::max(lines, 1) - 1},
                        {"html", highlight_cpp(excerpt.text)}});
}

Value excerpts_in(const std::string& file) {
  const auto source = read_file(file);
  if (!source) throw ConfigError("can't read " + file);
  Value excerpts{Value::Object{}};
  try {
    for (const std::string& marker : excerpt_names(*source))
      excerpts.set(marker, document_of(cut_excerpt(*source, marker)));
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
  Value document{Value::Object{}};
  for (const std::string& stem : stems) document.set(stem, excerpts_in(folder + "/" + stem + "/case.cpp"));
  return document;
}

}  // namespace caseload::io
