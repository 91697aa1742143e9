// The quiz “Spot it”: one piece of real evidence without its name (counts, queries, a chart, code), to be
// judged. The items come from the runs, the code and the declarations of all variants, slow and fast, from
// services of other stacks, and from the gallery.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/text/highlight.hpp"
#include "pages/case_page.hpp"
#include "read/gallery_source.hpp"
#include "read/strangers.hpp"
#include "write/page_writer.hpp"

namespace caseload::site {

class SpotIt {
 public:
  explicit SpotIt(const Portfolio& portfolio);

  // The items of all variants of a case. `source` is the text of its case.cpp.
  void add(PageWriter& writer, const CaseMaterial& material, std::string_view source,
           io::Highlighter& highlighter);
  // Pages of the detector's gallery: for each problem the one with the shortest code, and half as many
  // without a mistake.
  void add_gallery(PageWriter& writer, const std::vector<GallerySource>& pages, io::Highlighter& highlighter);
  // What the detector measured on services of other stacks, each page once.
  void add_findings(PageWriter& writer, const StrangerResult& result);
  // The page, and its items as a script file, because a page opened from a folder can't fetch JSON.
  void write(PageWriter& writer) const;

 private:
  struct Problem {
    const PortfolioEntry* entry;
    Key key;       // its headline
    bool at_once;  // one request shows it; a cache that is missing shows on a second one
  };
  const Problem* problem_of(std::string_view label) const;  // nullptr if no case has it
  void add_gallery_page(PageWriter& writer, const GallerySource& page, io::Highlighter& highlighter);
  void add_item(Value& item, const CaseMaterial& material, const Variant& variant, std::string answer);
  // Wrong choices that are fair: neither a problem that the same count shows, which could be true as well,
  // nor a missing cache, which one request can't show.
  bool is_fair_beside(const Problem& other, const Problem& right) const {
    return other.at_once && other.key != right.key;
  }

  std::vector<Problem> problems_;
  Value items_ = Value::list();
  Value shared_ = Value::list();  // code that several items call, as HTML
};

}  // namespace caseload::site
