// caseload-site: makes the documentation site.
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "core/build_info.hpp"
#include "io/command_line/command_line.hpp"
#include "io/json/json.hpp"
#include "io/text/excerpts.hpp"
#include "io/text/lessons.hpp"
#include "options.hpp"
#include "site.hpp"

int main(int argc, char** argv) {
  using namespace caseload;
  site::Options options;
  options.site_url = "http://127.0.0.1:8080/docs/";
  io::CommandLine cli("caseload-site",
                      "Makes the documentation site from runs, catalogue, sources and templates.",
                      build_info());
  std::string excerpts;
  cli.option("--excerpts", excerpts,
             "Check the lessons and write the code that case pages show into this file; makes no site");
  cli.option("--catalogue", options.catalogue, "What `caseload-app --catalogue` prints");
  cli.option("--root", options.root, "Root of the checkout, to tell stale results");
  cli.option("--runs", options.runs, "Folder of run files");
  cli.option("--sources", options.sources, "Folder of the cases' code");
  cli.option("--templates", options.templates, "Folder of the templates");
  cli.option("--docs", options.docs, "Folder of the guide pages");
  cli.option("--out", options.out, "The site; replaced as a whole");
  cli.option("--config-reference", options.configuration, "What `caseload-app --config-reference` prints");
  cli.option("--minisearch", options.minisearch,
             "The search library; without it there is a list of all pages");
  cli.option("--repository-url", options.repository_url, "Where the repository is, for edit links");
  cli.option("--site-url", options.site_url, "Address of the site, for sitemap.xml");
  cli.option("--base-path", options.base_path, "Path below which a server has the site, for its 404 page");
  cli.flag("--strict", options.strict, "Fail on a run file that can't be used, wholly or in part");
  if (const auto status = cli.parse(argc, argv)) return *status;
  try {
    if (!excerpts.empty()) {
      io::read_lessons(options.sources.string());
      std::ofstream file(excerpts, std::ios::binary);
      file << io::to_json(io::case_excerpts(options.sources.string())) << '\n';
      if (!file.flush()) throw std::runtime_error(excerpts + " can't be written");
      return 0;
    }
    if (options.catalogue.empty()) throw std::runtime_error("--catalogue is missing");
    const site::BuildReport report = site::build_site(options);
    for (const site::SkippedFile& each : report.skipped)
      std::cerr << "skipped " << each.name << ": " << each.reason << '\n';
    for (const std::string& remark : report.remarks) std::cerr << "left out of " << remark << '\n';
    std::cout << options.out.string() << ": " << report.pages << " pages from " << report.cases
              << " cases and " << report.runs << (report.runs == 1 ? " run" : " runs") << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "caseload-site: " << error.what() << '\n';
    return 1;
  }
}
