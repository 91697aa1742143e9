// Writes JSON piece by piece and appends it to `out`. Commas are inserted automatically; keys and values are
// written in the order of the calls. As in to_json(), invalid UTF-8 becomes U+FFFD, and NaN and infinity are
// std::domain_error. The caller must match each begin with its end and each key with a value.
//
//   JsonWriter json(body);
//   json.begin_object().key("title").text(title).key("year").number(year).end_object();
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace caseload::io {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out, int indent = -1);  // negative: compact

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_list();
  JsonWriter& end_list();
  JsonWriter& key(std::string_view name);

  JsonWriter& null();
  JsonWriter& boolean(bool value);
  JsonWriter& number(std::int64_t value);
  JsonWriter& number(double value);  // the shortest digits that give the same double
  JsonWriter& text(std::string_view value);

 private:
  JsonWriter& begin(char open);
  JsonWriter& end(char close);
  void separate();
  void new_line();

  std::string& out_;
  int indent_;
  std::size_t depth_ = 0;
  bool is_first_ = true;  // the innermost object or list is still empty
  bool is_after_key_ = false;
};

}  // namespace caseload::io
