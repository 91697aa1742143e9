#include "io/templates/template_programs.hpp"

#include <filesystem>
#include <utility>

#include "core/errors.hpp"
#include "io/text/read_file.hpp"

namespace caseload::io {
namespace {

constexpr std::string_view extension = ".mustache";
constexpr std::string_view page_of_a_folder = "/page";

void read_folder(const TemplateFolder& folder, TemplateTexts& texts) {
  std::error_code error;
  std::filesystem::recursive_directory_iterator files(folder.path, error);
  if (error) throw ConfigError("can't read the folder of templates " + folder.path + ": " + error.message());
  for (auto at = files; at != std::filesystem::recursive_directory_iterator(); ++at) {
    const auto& file = *at;
    if (file.is_directory() && file.path().filename() == folder.excluded) at.disable_recursion_pending();
    if (file.path().extension() != extension) continue;
    auto text = read_file(file.path());
    if (!text) throw ConfigError("can't read " + file.path().string());
    auto name = std::filesystem::relative(file.path(), folder.path).generic_string();
    name.resize(name.size() - extension.size());
    if (name.ends_with(page_of_a_folder)) name.resize(name.size() - page_of_a_folder.size());
    texts.emplace(folder.prefix + name, TemplateText{file.path().string(), *std::move(text)});
  }
}

}  // namespace

TemplateTexts read_templates(const std::vector<TemplateFolder>& folders) {
  TemplateTexts texts;
  for (const TemplateFolder& folder : folders) read_folder(folder, texts);
  return texts;
}

TemplateTexts templates_from_memory(const std::vector<std::pair<std::string, std::string>>& named_texts) {
  TemplateTexts texts;
  for (const auto& [name, text] : named_texts) texts[name] = {name, text};
  return texts;
}

TemplatePrograms::TemplatePrograms(TemplateTexts all, MissingPartial when_missing)
    : texts(std::move(all)), missing(when_missing) {
  for (const auto& [name, text] : texts) {
    const auto program = std::make_shared<const TemplateProgram>(compile_template(texts, missing, name));
    // Recursions are compiled on first use, but their errors must be found now.
    for (const auto& entry : program->entries) {
      if (entry.kind == TemplateEntry::Kind::recursion) {
        compile_recursion(texts, missing, entry.text, entry.indent);
      }
    }
    by_name.emplace(name, program);
  }
}

const TemplateProgram& TemplatePrograms::named(std::string_view name) const {
  const auto found = by_name.find(name);
  if (found == by_name.end()) throw TemplateError("there is no template '" + std::string(name) + "'");
  return *found->second;
}

}  // namespace caseload::io
