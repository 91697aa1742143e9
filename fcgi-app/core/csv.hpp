// CSV by RFC 4180: cells with a comma, a quote or a line break are quoted, quotes are doubled, and records
// end with CRLF.
//
// The output is safe to open in a spreadsheet. A text that begins with = + - @, a tab or a carriage return
// would be read as a formula there (OWASP, "CSV Injection"), so it gets a leading apostrophe. That changes
// the text: a program that reads the file back must remove an apostrophe that one of these characters
// follows. Numbers are not changed.
#pragma once

#include <string>
#include <string_view>

namespace caseload {

// Appends to a string of the caller, who may send and clear it between records.
class Csv {
 public:
  explicit Csv(std::string& to) : to_(to) {}

  Csv& text(std::string_view cell);
  Csv& number(std::string_view digits);  // "12.50", "-3": never quoted; "" for an empty cell
  void end_record();

 private:
  void separate();

  std::string& to_;
  bool at_start_ = true;  // of a record
};

}  // namespace caseload
