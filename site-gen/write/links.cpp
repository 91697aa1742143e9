#include "write/links.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "io/text/read_file.hpp"

namespace caseload::site {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == ':';
}

// Calls `see(name, value)` for each attribute of each tag. On our pages all values are in double quotes and
// text never contains a bare '<', because templates, Markdown and the highlighter escape it.
template <typename See>
void each_attribute(std::string_view html, See see) {
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    ++at;
    while (at < html.size() && html[at] != '>') {
      if (!is_name_character(html[at])) {
        ++at;
        continue;
      }
      const std::size_t name = at;
      while (at < html.size() && is_name_character(html[at])) ++at;
      if (at + 1 >= html.size() || html[at] != '=' || html[at + 1] != '"') continue;
      const std::size_t value = at + 2;
      const std::size_t end = std::min(html.find('"', value), html.size());
      see(html.substr(name, at - name), html.substr(value, end - value));
      at = end + 1;
    }
  }
}

bool is_ours(std::string_view address) {
  if (address.empty() || address.front() == '/') return false;
  const std::size_t colon = address.find(':');
  return colon == std::string_view::npos || address.find_first_of("/?#") < colon;
}

// "#sort=-ratio" is state for a script and not an id.
bool is_state(std::string_view fragment) {
  return fragment.find('=') != std::string_view::npos;
}

std::string unescaped(std::string_view value) {
  std::string text(value);
  replace_all(text, "&amp;", "&");
  return text;
}

}  // namespace

std::string resolved(std::string_view page, std::string_view address) {
  const std::size_t mark = address.find('#');
  const std::string_view fragment = mark == std::string_view::npos ? "" : address.substr(mark);
  std::string_view path = address.substr(0, std::min(mark, address.size()));
  path = path.substr(0, path.find('?'));
  if (path.empty()) return std::string(page) + std::string(fragment);
  std::vector<std::string_view> parts;
  const std::size_t slash = page.rfind('/');
  std::string whole(slash == std::string_view::npos ? "" : page.substr(0, slash + 1));
  whole += path;
  for (std::string_view rest = whole;;) {
    const std::size_t end = rest.find('/');
    const std::string_view part = rest.substr(0, end);
    if (part == "..") {
      if (parts.empty()) return {};
      parts.pop_back();
    } else if (part != "." && !(part.empty() && end != std::string_view::npos)) {
      parts.push_back(part);
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  std::string result;
  for (const std::string_view part : parts) {
    if (!result.empty()) result += '/';
    result += part;
  }
  return result + std::string(fragment);
}

std::string relative(std::string_view from_page, std::string_view to) {
  // Skips the folders that both paths share; each remaining folder of `from_page` is one step up.
  std::size_t shared = 0;
  for (std::size_t i = 0; i < std::min(from_page.size(), to.size()) && from_page[i] == to[i]; ++i)
    if (from_page[i] == '/') shared = i + 1;
  std::string way;
  for (const char c : from_page.substr(shared))
    if (c == '/') way += "../";
  return way.append(to.substr(shared));
}

void Links::add_file(std::string_view path) {
  files_.emplace(path);
}

void Links::add_page(std::string_view path, std::string_view html) {
  add_file(path);
  each_attribute(html, [&](std::string_view name, std::string_view value) {
    if (name == "id") {
      std::string id = std::string(path) + "#" + std::string(value);
      if (!ids_.insert(id).second)
        duplicates_.push_back(std::string(path) + ": duplicate id: " + std::string(value));
    } else if ((name == "href" || name == "src") && is_ours(value)) {
      const std::string address = unescaped(value);
      const std::string target = resolved(path, address);
      wanted_.try_emplace(target.empty() ? "outside the site: " + address : target, path);
    }
  });
}

void Links::add_known_page(std::string_view path, std::string file) {
  add_file(path);
  known_.emplace(path, std::move(file));
}

std::vector<std::string> Links::problems() const {
  std::vector<std::string> lines = duplicates_;
  std::unordered_map<std::string, std::unordered_set<std::string>> ids_of_known;
  // `id` begins with '#'.
  const auto is_id_of_known = [&](const std::string& path, const std::string& id) {
    const auto known = known_.find(path);
    if (known == known_.end()) return false;
    const auto [ids, is_new] = ids_of_known.try_emplace(path);
    if (is_new) {
      const std::string html = io::read_file(known->second).value_or("");
      each_attribute(html, [&](std::string_view name, std::string_view value) {
        if (name == "id") ids->second.insert("#" + std::string(value));
      });
    }
    return ids->second.contains(id);
  };
  for (const auto& [target, page] : wanted_) {
    const std::size_t mark = target.find('#');
    const bool file_is_there = files_.contains(target.substr(0, mark));
    if (!file_is_there)
      lines.push_back(page + ": missing page: " + target);
    else if (mark != std::string::npos && mark + 1 < target.size() && !is_state(target.substr(mark)) &&
             !ids_.contains(target) && !is_id_of_known(target.substr(0, mark), target.substr(mark)))
      lines.push_back(page + ": missing id: " + target);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace caseload::site
