// Writes JSON piece by piece, straight behind what `out` holds; commas come by themselves, keys and values in
// the order of the calls. Text as in to_json(): invalid UTF-8 becomes U+FFFD, NaN and infinities are
// std::domain_error. That each begin has its end, and each key its value, is the caller's part.
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
  JsonWriter& number(double value);  // the shortest digits that give the same double back
  JsonWriter& text(std::string_view value);

 private:
  JsonWriter& begin(char open);
  JsonWriter& end(char close);
  void separate();
  void new_line();

  std::string& out_;
  int indent_;
  std::size_t depth_ = 0;
  bool is_first_ = true;  // nothing is in the innermost object or list yet
  bool is_after_key_ = false;
};

}  // namespace caseload::io
