// What the table of keys says to people: the reference page and caseload.toml.
#include <string>

#include "io/config/config_keys.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t comment_width = 100;

std::string in_markdown_cell(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    if (character == '|') escaped += '\\';
    escaped += character;
  }
  return escaped;
}

std::string reference_row(const ConfigKey& key, const Config& defaults) {
  const bool secret = key.type == ConfigKey::Type::secret;
  const std::string name = secret ? key.full_name() + "_file" : key.full_name();
  std::string environment = "`" + key.environment_name() + "`";
  if (secret) environment += " or `" + key.environment_name() + "_FILE`";
  const std::string type = secret ? "path of a file that contains it" : key.type_name();
  const std::string value = secret ? "not set" : "`" + key.value_text(defaults) + "`";
  return "| `" + name + "` | " + type + " | " + value + " | " + key.bounds() + " | " + environment + " | " +
         in_markdown_cell(key.help) + " |\n";
}

std::string commented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t end = text.size();
    if (end > comment_width) end = text.rfind(' ', comment_width);
    out.append("# ").append(text.substr(0, end)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// Calls `section` before the first key of each section, and `each` for every key.
template <class Section, class Each>
void walk(const Section& section, const Each& each) {
  std::string_view current;
  for (const ConfigKey& key : config_keys()) {
    if (key.section != current) {
      current = key.section;
      section(key.section);
    }
    each(key);
  }
}

}  // namespace

std::string config_reference() {
  std::string text =
      "# Configuration\n\n"
      "The application and its worker read a TOML file (`--config FILE`). Each key can also be set in the "
      "environment, which takes precedence over the file; lists are separated by commas there. With an "
      "unknown "
      "key, a wrong type or a value out of bounds the program does not start; the message names the key, the "
      "value and where it came from. Secrets are never read from the TOML file itself and never logged.\n";
  const Config defaults;
  walk(
      [&](std::string_view section) {
        text += "\n## " + std::string(section) +
                "\n\n| key | type | default | bounds | environment | meaning |\n|---|---|---|---|---|---|\n";
      },
      [&](const ConfigKey& key) { text += reference_row(key, defaults); });
  return text;
}

std::string config_example() {
  std::string text = commented(
      "Configuration of Caseload. Every key is listed with its default and commented out. Each can also be "
      "set "
      "in the environment, e.g. CASELOAD_SERVER_THREADS=32, which takes precedence over this file.");
  const Config defaults;
  walk([&](std::string_view section) { text += "\n[" + std::string(section) + "]\n"; },
       [&](const ConfigKey& key) {
         text += "\n" + commented(key.help);
         if (key.type == ConfigKey::Type::secret) {
           text += commented("Can't be set here. Use " + key.environment_name() +
                             " or name a file that contains it.");
           text += "# " + std::string(key.name) + "_file = \"/etc/caseload/" + std::string(key.name) + "\"\n";
           return;
         }
         if (const std::string bounds = key.bounds(); !bounds.empty()) text += commented("(" + bounds + ")");
         text += "# " + std::string(key.name) + " = " + key.value_text(defaults) + "\n";
       });
  return text;
}

}  // namespace caseload::io
