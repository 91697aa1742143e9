// What a site is made from, in a folder of its own: made-up cases and runs, the real templates.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/value.hpp"
#include "site-gen/options.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::tests {

class SiteMaterial {
 public:
  explicit SiteMaterial(int cases = 2);

  site::Options options() const;
  void write(const std::string& name, std::string_view text) const { folder_.write(name, text); }
  void write_run(const std::string& id, const Value& run) const;
  std::string page(const std::string& path) const;  // of the built site; "" where there is none
  bool has(const std::string& path) const;
  std::string file(const std::string& name) const { return folder_.path() + "/" + name; }
  const std::vector<std::string>& slugs() const { return slugs_; }

 private:
  TemporaryFolder folder_;
  std::vector<std::string> slugs_;
};

// A whole run of these cases. The ratio of the first is `ratio`.
Value run_of(const std::vector<std::string>& slugs, const std::string& id, double ratio = 10);

// The member at the end of a path, to change it: member(run, {"cases", "0", "comparisons"}).
Value& member(Value& value, const std::vector<std::string>& path);

bool contains(std::string_view text, std::string_view part);

// What a page says without its markup: cells and blocks end with " | ", runs of spaces are one.
std::string words_of(std::string_view html);
// The part of a page from `begin` up to `end`, which come once in that order; "" where they don't.
std::string part_of(const std::string& page, const std::string& begin, const std::string& end);

}  // namespace caseload::tests
