// For teachers: a lesson plan of 45 minutes for each case and one of 90 for each learning path, with figures
// from the runs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/portfolio.hpp"
#include "core/value.hpp"
#include "pages/case_page.hpp"
#include "write/page_writer.hpp"

namespace caseload::site {

class Teaching {
 public:
  void add(const CaseMaterial& material);
  // The page for teachers and all plans.
  void write(PageWriter& writer, const Portfolio& portfolio) const;

 private:
  // Null if there is no such lesson. `from`: the page whose links these are.
  Value lesson_of(const std::string& slug, const std::string& from) const;
  void write_plan(PageWriter& writer, const std::string& path, const std::string& title,
                  const std::vector<std::string>& slugs) const;  // one case or two

  std::map<std::string, Value, std::less<>> lessons_;  // by slug
};

}  // namespace caseload::site
