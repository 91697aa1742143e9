// Puts a page's content into the layout and writes it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/value.hpp"
#include "io/templates/templates.hpp"
#include "options.hpp"
#include "write/output_folder.hpp"

namespace caseload::site {

struct PageLink {
  std::string path;  // of the page, from the site's root
  std::string title;
};

struct Page {
  std::string path;
  std::string title;
  std::string description;
  std::string section;    // which entry of the navigation is current: its path
  std::string edit_path;  // file in the repository that this page is made from
  std::optional<PageLink> previous;
  std::optional<PageLink> next;
  std::vector<std::string> scripts;  // below static/
  std::string body_class;
  bool links_from_root = false;  // the 404 page: a server shows it at any depth
};

class PageWriter {
 public:
  PageWriter(const Options& options, OutputFolder& out, std::vector<PageLink> guides);

  // The model may use {{root}} for the way to the site's root.
  void write(const Page& page, const std::string& template_name, Value model);
  // For parts that are made before their page.
  std::string render(const std::string& template_name, const Value& model) {
    return templates_.render(template_name, model);
  }

  OutputFolder& out() { return out_; }

 private:
  const Options& options_;
  OutputFolder& out_;
  std::vector<PageLink> guides_;
  io::Templates templates_;
};

}  // namespace caseload::site
