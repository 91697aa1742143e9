// CSV by RFC 4180: cells with a comma, a quote or a line break are quoted, quotes doubled, records end in
// CRLF.
//
// Safe to open in a spreadsheet: a text that begins with = + - @, a tab or a carriage return would be taken
// for a formula there (OWASP, "CSV Injection"), so it gets an apostrophe in front. That changes the text: a
// program that reads the file back takes one apostrophe off where one of these characters follows. Numbers
// stay as they are.
#pragma once

#include <string>
#include <string_view>

namespace caseload {

// Appends to a text of the caller's, who may send and empty it between records.
class Csv {
 public:
  explicit Csv(std::string& to) : to_(to) {}

  Csv& text(std::string_view cell);
  Csv& number(std::string_view digits);  // "12.50", "-3": nothing that needs quotes; "" for an empty cell
  void end_record();

 private:
  void separate();

  std::string& to_;
  bool at_start_ = true;  // of a record
};

}  // namespace caseload
