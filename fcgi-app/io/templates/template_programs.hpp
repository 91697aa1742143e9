// All templates, as text and compiled. Read-only after construction and shared by all threads.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/templates/template_program.hpp"

namespace caseload::io {

// Reads all files NAME.mustache below the folders, except in folders named `excluded`. Throws ConfigError.
TemplateTexts read_templates(const std::vector<TemplateFolder>& folders);

TemplateTexts templates_from_memory(const std::vector<std::pair<std::string, std::string>>& named_texts);

struct TemplatePrograms {
  // Throws ConfigError if a template is invalid.
  TemplatePrograms(TemplateTexts all, MissingPartial when_missing);

  const TemplateProgram& named(std::string_view name) const;  // throws TemplateError

  TemplateTexts texts;
  MissingPartial missing;
  std::map<std::string, std::shared_ptr<const TemplateProgram>, std::less<>> by_name;
};

}  // namespace caseload::io
