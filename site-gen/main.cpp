// caseload-site: builds the documentation site.
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
                      "Builds the documentation site from runs, catalogue, sources and templates.",
                      build_info());
  std::string excerpts;
  cli.option(
      "--excerpts", excerpts,
      "Check the lessons and write the code for the case pages to this file, without building the site");
  cli.option("--catalogue", options.catalogue, "Output of `caseload-app --catalogue`");
  cli.option("--root", options.root, "Root of the checkout, to detect outdated results");
  cli.option("--runs", options.runs, "Folder with the run files");
  cli.option("--sources", options.sources, "Folder with the code of the cases");
  cli.option("--templates", options.templates, "Folder with the templates");
  cli.option("--docs", options.docs, "Folder with the guide pages");
  cli.option("--out", options.out, "Output folder; it is replaced as a whole");
  cli.option("--config-reference", options.configuration, "Output of `caseload-app --config-reference`");
  cli.option("--repository-url", options.repository_url, "Address of the repository, for edit links");
  cli.option("--site-url", options.site_url, "Address of the site, for sitemap.xml");
  cli.option("--base-path", options.base_path, "Path of the site on its server, for links on the 404 page");
  cli.flag("--strict", options.strict, "Fail if a run file is invalid or partly unusable");
  cli.flag("--afresh", options.afresh,
           "Write every page, even those that the last build has already written");
  if (const auto status = cli.parse(argc, argv)) return *status;
  try {
    if (!excerpts.empty()) {
      io::read_lessons(options.sources.string());
      std::ofstream file(excerpts, std::ios::binary);
      file << io::to_json(io::case_excerpts(options.sources.string())) << '\n';
      if (!file.flush()) throw std::runtime_error("can't write " + excerpts);
      return 0;
    }
    if (options.catalogue.empty()) throw std::runtime_error("--catalogue is missing");
    const site::BuildReport report = site::build_site(options);
    for (const site::SkippedFile& each : report.skipped)
      std::cerr << "skipped " << each.name << ": " << each.reason << '\n';
    for (const std::string& remark : report.remarks) std::cerr << "ignored in " << remark << '\n';
    std::cout << options.out.string() << ": " << report.pages << " pages from " << report.cases
              << " cases and " << report.runs << (report.runs == 1 ? " run" : " runs") << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "caseload-site: " << error.what() << '\n';
    return 1;
  }
}
