// A list that grows with every run, in parts of a fixed size, each a page. A full part never changes again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/value.hpp"
#include "write/last_build.hpp"

namespace caseload::site {

class Parts {
 public:
  struct Part {
    std::string path;
    std::size_t number;  // from 1, oldest first
    std::size_t begin;   // the entries [begin, end), oldest first
    std::size_t end;
    bool is_newest;

    std::string suffix() const;  // for titles: ", entries 1 to 500"; "" for the newest part
  };

  // `path` is that of the newest part; "runs.html" has older parts in "runs-1.html", "runs-2.html", ...
  Parts(const std::string& path, std::size_t entries);

  const std::vector<Part>& all() const { return all_; }
  // Links to the parts before and after this one, as the template parts.mustache shows them; null if there is
  // one part only.
  Value links(const Part& part) const;
  // Of a page of this part, whose entries are made of `material`.
  PageKey key_of(const Part& part, PageKey material) const;

 private:
  std::vector<Part> all_;
};

}  // namespace caseload::site
