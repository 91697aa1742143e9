#include "io/config/config.hpp"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <optional>
#include <variant>

#include "core/errors.hpp"
#include "core/server_address.hpp"
#include "core/text.hpp"
#include "io/config/config_keys.hpp"
#include "io/json/json.hpp"
#include "io/text/read_file.hpp"

namespace caseload::io {
namespace {

constexpr std::string_view environment_prefix = "CASELOAD_";
constexpr std::string_view file_suffix = "_file";

// A value as given, and its origin.
struct Given {
  std::variant<std::string, std::int64_t, bool, std::vector<std::string>> value;
  std::string shown;   // for messages
  std::string origin;  // "caseload.toml line 3", "environment CASELOAD_SERVER_THREADS"
};

[[noreturn]] void refuse(const std::string& name, const Given& given, const std::string& why) {
  throw ConfigError(name + " = " + given.shown + " (" + given.origin + "): " + why);
}

std::size_t path_start(std::string_view address) {
  const std::size_t scheme_end = address.find("://");
  return scheme_end == address.npos ? address.npos : address.find('/', scheme_end + 3);
}

// Scheme, host and perhaps a path (RFC 3986 section 3), of characters that need no escape in HTML and
// headers.
bool is_web_address(std::string_view text) {
  const std::string_view path = text.substr(std::min(path_start(text), text.size()));
  std::string_view host = text.substr(0, text.size() - path.size());
  if (!host.starts_with("http://") && !host.starts_with("https://")) return false;
  host.remove_prefix(host.find("://") + 3);
  constexpr std::string_view characters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/[]:";
  constexpr std::size_t letters = characters.find('/');
  return !host.empty() && host.find_first_not_of(characters) == host.npos &&
         path.find_first_not_of(characters.substr(0, letters + 1)) == path.npos &&
         path.find("//") == path.npos && path.find("/.") == path.npos;
}

// Checks type and bounds and stores the value.
struct Assign {
  Config& config;
  const ConfigKey& key;
  const Given& given;

  void operator()(Field<std::string> field) const {
    auto text = take<std::string>("must be a string");
    if (!key.choices.empty() && std::ranges::find(key.choices, text) == key.choices.end())
      refuse(key.full_name(), given, "must be " + key.bounds());
    if (key.type == ConfigKey::Type::web_address) {
      if (!text.empty() && !is_web_address(text)) refuse(key.full_name(), given, "must be " + key.bounds());
      while (text.ends_with('/')) text.pop_back();
    }
    if (is_no_server(text) && !text.empty()) refuse(key.full_name(), given, "must be " + key.bounds());
    *field(config) = std::move(text);
  }
  void operator()(Field<std::vector<std::string>> field) const {
    auto texts = take<std::vector<std::string>>("must be a list of strings");
    for (const std::string& text : texts)
      if (is_no_server(text))
        refuse(key.full_name(), given, to_json(Value(text)) + " is not " + key.bounds());
    *field(config) = std::move(texts);
  }
  void operator()(Field<bool> field) const { *field(config) = take<bool>("must be true or false"); }
  void operator()(Field<int> field) const { *field(config) = static_cast<int>(number()); }
  void operator()(Field<std::int64_t> field) const { *field(config) = number(); }

 private:
  template <class Type>
  Type take(const char* expected) const {
    if (const auto* value = std::get_if<Type>(&given.value)) return *value;
    refuse(key.full_name(), given, expected);
  }
  bool is_no_server(const std::string& text) const {
    constexpr int any_port = 1;
    return key.type == ConfigKey::Type::server && !server_address(text, any_port);
  }
  std::int64_t number() const {
    const std::string expected = "must be " + key.bounds();
    const auto value = take<std::int64_t>(key.type == ConfigKey::Type::file_mode
                                              ? expected.c_str()
                                              : ("must be a whole number, " + key.bounds()).c_str());
    if (value < key.minimum || value > key.maximum) refuse(key.full_name(), given, expected);
    return value;
  }
};

void assign(Config& config, const ConfigKey& key, const Given& given) {
  std::visit(Assign{config, key, given}, key.field);
}

// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// "; did you mean ...?" if there is a similar name.
std::string suggestion(std::string_view wrong, const std::vector<std::string>& names) {
  const auto nearest =
      std::ranges::min_element(names, {}, [&](const std::string& name) { return distance(wrong, name); });
  if (nearest == names.end() || distance(wrong, *nearest) > 3) return "; see the configuration reference";
  return "; did you mean " + *nearest + "?";
}

std::vector<std::string> all_names(std::string (ConfigKey::*name)() const, std::string_view secret_suffix) {
  std::vector<std::string> names;
  for (const ConfigKey& key : config_keys()) {
    names.push_back((key.*name)());
    if (key.type == ConfigKey::Type::secret) names.push_back((key.*name)() + std::string(secret_suffix));
  }
  return names;
}

const ConfigKey* find_key(std::string_view section, std::string_view name) {
  const auto keys = config_keys();
  const auto found = std::ranges::find_if(
      keys, [&](const ConfigKey& key) { return key.section == section && key.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

bool is_section(std::string_view name) {
  return std::ranges::any_of(config_keys(), [&](const ConfigKey& key) { return key.section == name; });
}

std::string read_secret(const std::string& name, const Given& given) {
  const auto* file = std::get_if<std::string>(&given.value);
  if (file == nullptr) refuse(name, given, "must be the path of a file that contains the secret");
  std::optional<std::string> secret = read_file(*file);
  if (!secret) refuse(name, given, "the file can't be read");
  while (secret->ends_with('\n') || secret->ends_with('\r')) secret->pop_back();
  return *std::move(secret);
}

std::optional<std::vector<std::string>> texts_of(const toml::array& array) {
  std::vector<std::string> texts;
  for (const toml::node& item : array) {
    if (!item.is_string()) return std::nullopt;
    texts.push_back(item.ref<std::string>());
  }
  return texts;
}

Given given_in_file(const toml::node& node, const std::string& name, const std::string& file) {
  Given given{{}, "", file + " line " + std::to_string(node.source().begin.line)};
  if (const auto* text = node.as_string()) {
    given.value = text->get();
    given.shown = to_json(Value(text->get()));
  } else if (const auto* integer = node.as_integer()) {
    given.value = integer->get();
    given.shown = std::to_string(integer->get());
  } else if (const auto* boolean = node.as_boolean()) {
    given.value = boolean->get();
    given.shown = boolean->get() ? "true" : "false";
  } else if (const auto* array = node.as_array()) {
    given.shown = "[...]";
    auto texts = texts_of(*array);
    if (!texts) refuse(name, given, "a list may contain only strings");
    given.value = std::move(*texts);
  } else {
    given.shown = "...";
    refuse(name, given, "no configuration key has a value of this type");
  }
  return given;
}

void read_entry(Config& config, const std::string& section, std::string_view name, const toml::node& node,
                const std::string& file) {
  const std::string full_name = section + "." + std::string(name);
  const std::string origin = file + " line " + std::to_string(node.source().begin.line);
  if (const ConfigKey* key = find_key(section, name)) {
    if (key->type == ConfigKey::Type::secret) {
      throw ConfigError(full_name + " (" + origin + "): secrets are not allowed in this file; use " +
                        full_name + std::string(file_suffix) + " or " + key->environment_name());
    }
    return assign(config, *key, given_in_file(node, full_name, file));
  }
  if (name.ends_with(file_suffix)) {
    const ConfigKey* key = find_key(section, name.substr(0, name.size() - file_suffix.size()));
    if (key != nullptr && key->type == ConfigKey::Type::secret) {
      const Given path = given_in_file(node, full_name, file);
      return assign(config, *key, {read_secret(full_name, path), "(secret)", path.origin});
    }
  }
  throw ConfigError(full_name + " (" + origin + "): unknown key" +
                    suggestion(full_name, all_names(&ConfigKey::full_name, file_suffix)));
}

void read_toml_file(Config& config, const std::string& file) {
  if (!std::ifstream(file)) throw ConfigError("can't read the configuration file " + file);
  try {
    const toml::table root = toml::parse_file(file);
    for (const auto& [section, entries] : root) {
      const std::string origin = file + " line " + std::to_string(entries.source().begin.line);
      const std::string name(section.str());
      const toml::table* table = entries.as_table();
      if (table == nullptr || !is_section(name)) {
        std::vector<std::string> sections;
        for (const ConfigKey& key : config_keys()) sections.emplace_back(key.section);
        throw ConfigError(name + " (" + origin + "): unknown section" + suggestion(name, sections));
      }
      for (const auto& [key, node] : *table) read_entry(config, name, key.str(), node, file);
    }
  } catch (const toml::parse_error& error) {
    throw ConfigError(file + " line " + std::to_string(error.source().begin.line) + ": " +
                      std::string(error.description()));
  }
}

std::optional<std::int64_t> octal_number(std::string_view text) {
  if (text.starts_with("0o")) text.remove_prefix(2);
  if (text.empty() || text.size() > 6 || text.find_first_not_of("01234567") != std::string_view::npos)
    return std::nullopt;
  std::int64_t number = 0;
  for (const char digit : text) number = number * 8 + (digit - '0');
  return number;
}

// If the text can't be parsed as the key's type, it stays a string, which assign() rejects.
Given given_in_environment(const std::string& variable, const std::string& text, const ConfigKey& key) {
  Given given{text, key.is_number() && !text.empty() ? text : to_json(Value(text)),
              "environment " + variable};
  if (key.is_number()) {
    const auto number = key.type == ConfigKey::Type::file_mode ? octal_number(text) : whole_number(text);
    if (number) given.value = *number;
  } else if (std::holds_alternative<Field<bool>>(key.field)) {
    if (text == "true" || text == "false") given.value = text == "true";
  } else if (std::holds_alternative<Field<std::vector<std::string>>>(key.field)) {
    given.value = split(text, ",");
  }
  if (key.type == ConfigKey::Type::secret) given.shown = "(secret)";
  return given;
}

void read_environment(Config& config) {
  for (const ConfigKey& key : config_keys()) {
    const std::string variable = key.environment_name();
    if (key.type == ConfigKey::Type::secret) {
      const std::string file_variable = variable + "_FILE";
      if (const char* file = std::getenv(file_variable.c_str())) {
        const Given path{file, to_json(Value(file)), "environment " + file_variable};
        assign(config, key,
               {read_secret(key.full_name() + std::string(file_suffix), path), "(secret)", path.origin});
      }
    }
    if (const char* text = std::getenv(variable.c_str()))
      assign(config, key, given_in_environment(variable, text, key));
  }
}

// Otherwise a misspelt variable would be ignored silently. CASELOAD_ names outside our sections may belong to
// others.
void refuse_unknown_variables() {
  const auto names = all_names(&ConfigKey::environment_name, "_FILE");
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string name(text.substr(0, text.find('=')));
    if (!name.starts_with(environment_prefix) || std::ranges::find(names, name) != names.end()) continue;
    const std::string rest = lower_case(std::string_view(name).substr(environment_prefix.size()));
    const std::size_t underscore = rest.find('_');
    if (underscore != std::string::npos && is_section(rest.substr(0, underscore)))
      throw ConfigError(name + " (environment): unknown key" + suggestion(name, names));
  }
}

void refuse_what_is_not_public(const Config& config) {
  if (!config.is_public()) return;
  constexpr std::string_view reason = ", but app.profile is \"public\", which ";
  if (config.probes) throw ConfigError("app.probes is true" + std::string(reason) + "allows no probes");
  if (config.test_mode)
    throw ConfigError("app.test_mode is true" + std::string(reason) + "allows no test mode");
  if (config.max_slow_running > Config::max_public_slow_running) {
    throw ConfigError("app.max_slow_running is " + std::to_string(config.max_slow_running) +
                      std::string(reason) + "allows at most " +
                      std::to_string(Config::max_public_slow_running));
  }
}

}  // namespace

std::string Config::root() const {
  return base_url.substr(std::min(path_start(base_url), base_url.size()));
}

int Config::slow_limit() const {
  if (max_slow_running > 0) return max_slow_running;
  const int half = (server.threads + 1) / 2;
  return is_public() ? std::min(half, max_public_slow_running) : half;
}

Config load_config(const std::string& file) {
  Config config;
  if (!file.empty()) read_toml_file(config, file);
  refuse_unknown_variables();
  read_environment(config);
  refuse_what_is_not_public(config);
  config.database.check();
  return config;
}

}  // namespace caseload::io
