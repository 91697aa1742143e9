// Checks links, so that a broken one fails the build. Each page registers its ids and the addresses it links
// to. In the end every internal address must be a file of the site and every fragment an id in it. Addresses
// with a scheme and absolute paths (of the running app) are not checked.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace caseload::site {

class Links {
 public:
  void add_file(std::string_view path);  // relative to the site's folder, "static/site.css"
  void add_page(std::string_view path, std::string_view html);
  // A page that an earlier build wrote and checked. Its file is read only if another page links to an id in
  // it.
  void add_known_page(std::string_view path, std::string file);
  // One line per problem, "cases/a.html: missing id: runs.html#b", including duplicate ids. Empty if there
  // are none.
  std::vector<std::string> problems() const;

 private:
  std::unordered_set<std::string> files_;
  std::unordered_set<std::string> ids_;                  // "page.html#id"
  std::unordered_map<std::string, std::string> wanted_;  // target -> the first page that links to it
  std::vector<std::string> duplicates_;
  std::unordered_map<std::string, std::string> known_;  // path -> file
};

// "cases/a.html" and "../runs.html#b" give "runs.html#b"; "" if the address is outside the site's folder.
std::string resolved(std::string_view page, std::string_view address);

// The relative link from one page to another: "cases/a.html", "runs.html" gives "../runs.html".
std::string relative(std::string_view from_page, std::string_view to);

}  // namespace caseload::site
