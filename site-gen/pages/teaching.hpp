// For teachers: lesson plans of 45 and 90 minutes for each learning path, with figures from the runs.
#pragma once

#include <map>
#include <string>

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
  Value lessons_of(const Portfolio::Course& course, std::size_t count, const std::string& from) const;

  std::map<std::string, Value, std::less<>> lessons_;  // by slug
};

}  // namespace caseload::site
