// The links of the pages as they are written, so that a broken one fails the build: each page gives its ids
// and the addresses it points at; in the end every internal address must be a file of the site, and every
// fragment an id on it. Addresses with a scheme, and those from the root (the running app's), are not ours to
// check.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace caseload::site {

class Links {
 public:
  void add_file(std::string_view path);  // below the site's folder, "static/site.css"
  void add_page(std::string_view path, std::string_view html);
  // One line each, "cases/a.html: no such id: runs.html#b"; empty when all is well. Ids given twice count
  // too.
  std::vector<std::string> problems() const;

 private:
  std::unordered_set<std::string> files_;
  std::unordered_set<std::string> ids_;                  // "page.html#id"
  std::unordered_map<std::string, std::string> wanted_;  // target -> the first page that points at it
  std::vector<std::string> duplicates_;
};

// "cases/a.html" and "../runs.html#b" give "runs.html#b"; "" where it leaves the site's folder.
std::string resolved(std::string_view page, std::string_view address);

// The way from one page to another: "cases/a.html", "runs.html" gives "../runs.html".
std::string relative(std::string_view from_page, std::string_view to);

}  // namespace caseload::site
