#include <algorithm>
#include <iterator>
#include <set>

#include "core/text.hpp"
#include "io/text/markdown.hpp"
#include "io/text/read_file.hpp"
#include "pages/pages.hpp"
#include "pages/run_parts.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

namespace fs = std::filesystem;

// The recommended reading order. Other pages follow, sorted by name.
constexpr std::string_view reading_order[] = {
    "quick-start",     "how-it-is-measured", "performance",   "detection",
    "evidence",        "glossary",           "adding-a-case", "data",
    "deploying",       "container",          "scaling",       "mysql",
    "background-jobs", "configuration"};

std::size_t place_of(std::string_view stem) {
  return static_cast<std::size_t>(std::find(std::begin(reading_order), std::end(reading_order), stem) -
                                  std::begin(reading_order));
}

// A link of a Markdown file, as it works in the repository, to one that works on the site. "" where the
// site has no such page and no repository is known: then the text stays without a link.
std::string site_address(std::string_view address, const std::set<std::string>& stems,
                         const std::string& repository_url) {
  if (address.empty() || address.front() == '#' || address.find(':') != std::string_view::npos)
    return std::string(address);
  const std::size_t mark = std::min(address.find('#'), address.size());
  const std::string_view path = address.substr(0, mark);
  if (path.size() > 3 && path.substr(path.size() - 3) == ".md" &&
      stems.contains(std::string(path.substr(0, path.size() - 3))))
    return std::string(path.substr(0, path.size() - 3)) + ".html" + std::string(address.substr(mark));
  if (path.substr(0, 5) == "runs/" && path.size() > 12 && path.substr(path.size() - 12) == ".schema.json")
    return "../" + std::string(path);
  if (path == "bench/") return "../speed.html";
  if (path == "reliability/") return "../reliability.html";
  if (repository_url.empty()) return {};
  const std::string target = (fs::path("docs") / path).lexically_normal().generic_string();
  return repository_url + "/blob/main/" + target + std::string(address.substr(mark));
}

void rewrite_links(std::string& html, const std::set<std::string>& stems, const std::string& repository_url) {
  constexpr std::string_view opening = "<a href=\"";
  for (std::size_t at = html.find(opening); at != std::string::npos; at = html.find(opening, at + 1)) {
    const std::size_t begin = at + opening.size();
    const std::size_t end = html.find('"', begin);
    const std::size_t close = html.find("</a>", end);
    if (end == std::string::npos || close == std::string::npos) return;
    const std::string target =
        site_address(std::string_view(html).substr(begin, end - begin), stems, repository_url);
    if (!target.empty()) {
      html.replace(begin, end - begin, html_escaped(target));
    } else {
      html.erase(close, 4);
      html.erase(at, html.find('>', end) + 1 - at);
    }
  }
}

void add_heading_ids(Guide& guide) {
  std::set<std::string> taken = {"main"};
  std::string& html = guide.html;
  std::size_t body_from = 0;
  for (std::size_t at = html.find("<h"); at != std::string::npos; at = html.find("<h", at + 1)) {
    const char level = at + 3 < html.size() ? html[at + 2] : ' ';
    if (level < '1' || level > '6' || html[at + 3] != '>') continue;
    const std::string closing = std::string("</h") + level + ">";
    const std::size_t end = html.find(closing, at);
    if (end == std::string::npos) return;
    const std::string text = plain_text(std::string_view(html).substr(at + 4, end - at - 4));
    std::string base = slug_of(text);
    if (base[0] >= '0' && base[0] <= '9') base = "section-" + base;  // an id must begin with a letter
    std::string id = base;
    for (int number = 2; !taken.insert(id).second; ++number) id = base + "-" + std::to_string(number);
    if (!guide.headings.empty())
      guide.headings.back().body = plain_text(std::string_view(html).substr(body_from, at - body_from));
    guide.headings.push_back({level - '0', id, text, {}});
    const std::string opening = std::string("<h") + level + " id=\"" + id + "\">";
    const std::string link =
        level == '1' ? ""
                     : " <a class=\"anchor\" href=\"#" + id + "\" aria-label=\"Link to this section\">#</a>";
    html.replace(end, closing.size(), link + closing);
    html.replace(at, 4, opening);
    body_from = end + opening.size() - 4 + link.size() + closing.size();
    at = body_from - 1;
  }
  if (!guide.headings.empty())
    guide.headings.back().body = plain_text(std::string_view(html).substr(body_from));
}

// Puts tables into scrollable boxes. A box is a landmark and needs a name.
void box_tables(std::string& html) {
  int number = 0;
  for (std::size_t at = html.find("<table>"); at != std::string::npos; at = html.find("<table>", at + 1)) {
    const std::string box =
        "<section class=\"scroll\" tabindex=\"0\" aria-label=\"Table " + std::to_string(++number) + "\">";
    html.insert(at, box);
    at += box.size();
  }
  replace_all(html, "</table>", "</table></section>");
}

Guide guide_of(const std::string& markdown, const std::string& stem, const std::string& source,
               const std::set<std::string>& stems, const std::string& repository_url) {
  Guide guide{"guide/" + stem + ".html", source, stem, io::markdown_to_html(markdown), {}};
  rewrite_links(guide.html, stems, repository_url);
  add_heading_ids(guide);
  box_tables(guide.html);
  replace_all(guide.html, "<th>", "<th scope=\"col\">");
  replace_all(guide.html, "<th></th>", "<td></td>");
  if (!guide.headings.empty() && guide.headings.front().level == 1) {
    guide.title = guide.headings.front().text;
    const std::size_t end = guide.html.find("</h1>");
    if (end != std::string::npos) guide.html.erase(0, end + 5);  // the layout shows the title
  }
  return guide;
}

}  // namespace

std::string plain_text(std::string_view html) {
  // Tags within a word or sentence, such as "(<code>--config</code>)".
  constexpr std::string_view inline_tags[] = {"a", "code", "em", "strong", "span", "del"};
  std::string text;
  std::string tag;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') {
      in_tag = true;
      tag.clear();
    } else if (c == '>') {
      in_tag = false;
      tag.erase(0, tag.find_first_not_of('/'));
      tag.erase(std::min(tag.find(' '), tag.size()));
      const bool is_inline =
          std::find(std::begin(inline_tags), std::end(inline_tags), tag) != std::end(inline_tags);
      if (!is_inline && !text.empty() && text.back() != ' ') text += ' ';
    } else if (in_tag) {
      tag += c;
    } else if (!((c == ' ' || c == '\n') && (text.empty() || text.back() == ' '))) {
      text += c == '\n' ? ' ' : c;
    }
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  replace_all(text, "&lt;", "<");
  replace_all(text, "&gt;", ">");
  replace_all(text, "&quot;", "\"");
  replace_all(text, "&#39;", "'");
  replace_all(text, "&amp;", "&");
  return text;
}

std::vector<Guide> read_guides(const Options& options) {
  std::vector<std::pair<std::string, fs::path>> files;
  std::set<std::string> stems;
  if (fs::is_directory(options.docs))
    for (const auto& entry : fs::directory_iterator(options.docs))
      if (entry.is_regular_file() && entry.path().extension() == ".md")
        files.emplace_back(slug_of(entry.path().stem().string()), entry.path());
  if (!options.configuration.empty()) files.emplace_back("configuration", options.configuration);
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) {
    return std::pair(place_of(a.first), a.first) < std::pair(place_of(b.first), b.first);
  });
  for (const auto& [stem, file] : files) stems.insert(stem);
  std::vector<Guide> guides;
  for (const auto& [stem, file] : files) {
    const auto markdown = io::read_file(file);
    if (!markdown) throw std::runtime_error("can't read " + file.generic_string());
    const bool is_generated = !options.configuration.empty() && file == options.configuration;
    guides.push_back(guide_of(*markdown, stem, is_generated ? "" : "docs/" + file.filename().string(), stems,
                              options.repository_url));
  }
  return guides;
}

void write_guides(PageWriter& writer, const std::vector<Guide>& guides, const Run* newest) {
  Value list = Value::list();
  for (std::size_t i = 0; i < guides.size(); ++i) {
    const Guide& guide = guides[i];
    std::string html = guide.html;
    // This paragraph is replaced with the settings of the newest run, because numbers come from runs, not
    // from prose.
    const std::string_view marker =
        "<p><em>(On the site, the settings of the newest run are shown here.)</em></p>";
    if (const std::size_t at = html.find(marker); at != std::string::npos) {
      Value model = Value::object({{"has_run", newest != nullptr}});
      if (newest != nullptr) model.set("id", newest->id).set("environment", environment_value(*newest));
      html.replace(at, marker.size(), writer.render("settings", model));
    }
    Value contents = Value::list();
    for (const Guide::Heading& heading : guide.headings)
      if (heading.level == 2) contents.add(Value::object({{"id", heading.id}, {"text", heading.text}}));
    const bool long_enough = contents.items()->size() > 2;
    const std::string lede = guide.headings.empty() ? "" : guide.headings.front().body;
    const std::string first_sentence =
        lede.substr(0, lede.find(". ") == std::string::npos ? lede.size() : lede.find(". ") + 1);
    list.add(Value::object({{"href", "../" + guide.path}, {"title", guide.title}, {"text", first_sentence}}));
    const auto link = [&](std::size_t at) {
      return at < guides.size() ? std::optional<PageLink>({guides[at].path, guides[at].title}) : std::nullopt;
    };
    Page page{guide.path,   guide.title, first_sentence, "guide/index.html",
              guide.source, link(i - 1), link(i + 1),    {},
              "guide-page", false,       false};
    writer.write(page, "guide",
                 Value::object({{"title", guide.title},
                                {"html", html},
                                {"has_contents", long_enough},
                                {"contents", std::move(contents)}}));
  }
  writer.write({"guide/index.html",
                "Guide",
                "How to use Caseload, and how to read its results.",
                "guide/index.html",
                "",
                {},
                {},
                {},
                "guide-page",
                false,
                false},
               "guides", Value::object({{"guides", std::move(list)}}));
}

}  // namespace caseload::site
