#include "write/page_writer.hpp"

#include <algorithm>

#include "write/links.hpp"

namespace caseload::site {
namespace {

struct Section {
  const char* path;
  const char* title;
};

constexpr Section sections[] = {
    {"index.html", "Cases"},        {"symptoms.html", "Find by symptom"},
    {"paths.html", "Learn"},        {"guess/index.html", "Guess first"},
    {"teach.html", "Teach"},        {"detector.html", "Detector"},
    {"runs.html", "Runs"},          {"speed.html", "Speed"},
    {"reliability.html", "Faults"}, {"guide/index.html", "Guide"},
};

Value link_value(const std::optional<PageLink>& link, const std::string& root, const std::string& from) {
  if (!link) return {};
  return Value::object(
      {{"href", root.empty() ? relative(from, link->path) : root + link->path}, {"title", link->title}});
}

// Removes the trailing spaces that template sections leave.
std::string without_trailing_space(const std::string& html) {
  std::string result;
  result.reserve(html.size());
  for (std::size_t from = 0; from < html.size();) {
    const std::size_t end = std::min(html.find('\n', from), html.size());
    result.append(html, from, end - from);
    if (end < html.size()) {
      while (!result.empty() && result.back() == ' ') result.pop_back();
      result += '\n';
    }
    from = end + 1;
  }
  return result;
}

}  // namespace

PageWriter::PageWriter(const Options& options, OutputFolder& out, LastBuild& last,
                       std::vector<PageLink> guides)
    : options_(options),
      out_(out),
      last_(last),
      guides_(std::move(guides)),
      templates_(
          io::TemplateSources({{.path = (options.templates / "site").string()},
                               {.path = (options.templates / "parts").string(), .prefix = "parts/"}},
                              {{"root", ""}})) {}  // in parts of the app's pages only; links of the site are relative

bool PageWriter::take_over(const std::string& path, const PageKey& key, const std::string& companion) {
  last_.keep_page(path, key.value());
  return last_.has_page(path, key.value()) && (companion.empty() || out_.take_over_file(companion)) &&
         out_.take_over_page(path);
}

void PageWriter::write(const Page& page, const std::string& template_name, Value model) {
  std::string root;
  for (const char c : page.path)
    if (c == '/') root += "../";
  if (page.links_from_root) root = options_.base_path;
  const std::string fixed_root = page.links_from_root ? options_.base_path : "";
  model.set("root", root);

  Value navigation = Value::list();
  for (const Section& section : sections)
    navigation.add(Value::object({{"href", root + section.path},
                                  {"title", section.title},
                                  {"current", page.section == section.path}}));
  Value guides = Value::list();
  for (const PageLink& guide : guides_)
    guides.add(Value::object(
        {{"href", root + guide.path}, {"title", guide.title}, {"current", page.path == guide.path}}));
  Value scripts = Value::list();
  for (const std::string& script : page.scripts) scripts.add(root + "static/" + script);

  Value layout = Value::object({{"title", page.title},
                                {"is_home", page.path == "index.html"},
                                {"description", page.description},
                                {"root", root},
                                {"body_class", page.body_class},
                                {"names_cases", page.names_cases},
                                {"navigation", std::move(navigation)},
                                {"guides", std::move(guides)},
                                {"scripts", std::move(scripts)},
                                {"previous", link_value(page.previous, fixed_root, page.path)},
                                {"next", link_value(page.next, fixed_root, page.path)},
                                {"has_neighbours", page.previous || page.next},
                                {"content", templates_.render(template_name, model)}});
  if (!options_.repository_url.empty() && !page.edit_path.empty())
    layout.set("edit_url", options_.repository_url + "/edit/main/" + page.edit_path);
  out_.write_page(page.path, without_trailing_space(templates_.render("layout", layout)));
}

}  // namespace caseload::site
