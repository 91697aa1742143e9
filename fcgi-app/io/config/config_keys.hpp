// The table of configuration keys, used by load_config(), the reference page and caseload.toml.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "io/config/config.hpp"

namespace caseload::io {

template <class Type>
using Field = Type* (*)(Config&);  // where the value is stored

struct ConfigKey {
  std::string_view section;
  std::string_view name;
  std::string_view help;
  std::variant<Field<std::string>, Field<std::vector<std::string>>, Field<bool>, Field<int>,
               Field<std::int64_t>>
      field;
  std::int64_t minimum = 0;  // numbers only
  std::int64_t maximum = 0;
  enum class Type { plain, secret, file_mode, web_address, server } type = Type::plain;
  std::span<const std::string_view> choices = {};  // strings only; empty: any

  bool is_number() const {
    return std::holds_alternative<Field<int>>(field) || std::holds_alternative<Field<std::int64_t>>(field);
  }
  std::string full_name() const;                       // "server.threads"
  std::string environment_name() const;                // "CASELOAD_SERVER_THREADS"
  std::string type_name() const;                       // "text", "whole number", ...
  std::string bounds() const;                          // "1 to 256", "info or debug"; empty: any
  std::string value_text(const Config& config) const;  // as TOML: 16, "info", ["/run/memcached.sock"]
};

std::span<const ConfigKey> config_keys();

}  // namespace caseload::io
