// What the generator is told on its command line.
#pragma once

#include <filesystem>
#include <string>

namespace caseload::site {

struct Options {
  std::filesystem::path root = ".";  // of the checkout: the paths in a run's list of sources begin here
  std::filesystem::path runs = "docs/runs";
  std::filesystem::path catalogue;
  std::filesystem::path sources = "fcgi-app/cases";
  std::filesystem::path templates = "templates";
  std::filesystem::path docs = "docs";
  std::filesystem::path out = "build/site";
  std::filesystem::path
      configuration;  // Markdown from `caseload-app --config-reference`; empty: no such page
  std::filesystem::path minisearch = "node_modules/minisearch/dist/umd/index.js";
  std::string repository_url;        // "https://example.org/caseload": edit links; empty: none
  std::string site_url;              // absolute address of the site, for sitemap.xml
  std::string base_path = "/docs/";  // where a server has the site: the 404 page's links begin with it
  bool strict = false;
};

}  // namespace caseload::site
