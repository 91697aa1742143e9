// Renders a page into the layout and writes it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/value.hpp"
#include "io/templates/templates.hpp"
#include "options.hpp"
#include "write/last_build.hpp"
#include "write/output_folder.hpp"

namespace caseload::site {

struct PageLink {
  std::string path;  // of the page, relative to the site's root
  std::string title;
};

struct Page {
  std::string path;
  std::string title;
  std::string description;
  std::string section;    // path of the current entry in the navigation
  std::string edit_path;  // the source file of this page in the repository
  std::optional<PageLink> previous;
  std::optional<PageLink> next;
  std::vector<std::string> scripts;  // below static/
  std::string body_class;
  bool links_from_root = false;  // for the 404 page, which a server shows at any depth
  bool names_cases = true;       // covered by "Guess first" until all cases are guessed
};

class PageWriter {
 public:
  PageWriter(const Options& options, OutputFolder& out, LastBuild& last, std::vector<PageLink> guides);

  // The template can use {{root}} for the relative path to the site's root.
  void write(const Page& page, const std::string& template_name, Value model);
  // For parts that are rendered before their page.
  std::string render(const std::string& template_name, const Value& model) {
    return templates_.render(template_name, model);
  }

  OutputFolder& out() { return out_; }

  // Takes over a page that the last build made of the same material. If false, it has to be written. With it
  // comes the file at `companion`, if any.
  bool take_over(const std::string& path, const PageKey& key, const std::string& companion = "");

 private:
  const Options& options_;
  OutputFolder& out_;
  LastBuild& last_;
  std::vector<PageLink> guides_;
  io::Templates templates_;
};

}  // namespace caseload::site
