// The options of the command line.
#pragma once

#include <filesystem>
#include <string>

namespace caseload::site {

struct Options {
  std::filesystem::path root = ".";  // of the checkout; paths of sources in runs are relative to it
  std::filesystem::path runs = "docs/runs";
  std::filesystem::path catalogue;
  std::filesystem::path sources = "fcgi-app/cases";
  std::filesystem::path gallery = "fcgi-app/lab/gallery";
  std::filesystem::path templates = "templates";
  std::filesystem::path docs = "docs";
  std::filesystem::path out = "build/site";
  std::filesystem::path
      configuration;  // Markdown from `caseload-app --config-reference`; empty: no configuration page
  std::string repository_url;        // "https://example.org/caseload": edit links; empty: none
  std::string site_url;              // absolute address of the site, for sitemap.xml
  std::string base_path = "/docs/";  // path of the site on its server; prefix of the links on the 404 page
  bool strict = false;
  bool afresh = false;  // write all pages, also those that would be as they are
};

}  // namespace caseload::site
