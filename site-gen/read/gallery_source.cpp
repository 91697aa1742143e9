#include "read/gallery_source.hpp"

#include <algorithm>
#include <stdexcept>

#include "io/text/read_file.hpp"

namespace caseload::site {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view space = " \t\n";

// The text of the string literals that follow each other at this place.
std::string literals_at(std::string_view text, std::size_t at) {
  std::string joined;
  for (at = text.find_first_not_of(space, at); at < text.size() && text[at] == '"';
       at = text.find_first_not_of(space, at + 1)) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;
      if (at < text.size()) joined += text[at];
    }
  }
  return joined;
}

std::string member(std::string_view declaration, std::string_view name) {
  const std::string opening = "." + std::string(name) + " =";
  const std::size_t at = declaration.find(opening);
  std::string text = at == std::string_view::npos ? "" : literals_at(declaration, at + opening.size());
  if (text.empty()) throw std::runtime_error("has no ." + std::string(name));
  return text;
}

std::vector<std::string> labels_of(std::string_view declaration) {
  std::vector<std::string> labels;
  const std::size_t begin = declaration.find(".labels = {");
  if (begin == std::string_view::npos) return labels;
  constexpr std::string_view name = ".name =";
  const std::size_t end = declaration.find("\n  };", begin);
  for (std::size_t at = declaration.find(name, begin); at < end; at = declaration.find(name, at + 1))
    labels.push_back(literals_at(declaration, at + name.size()));
  return labels;
}

}  // namespace

GallerySource gallery_source(std::string_view page_cpp) {
  constexpr std::string_view opening = "namespace {\n", closing = "}  // namespace\n";
  const std::size_t begin = page_cpp.find(opening), end = page_cpp.find(closing);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
    throw std::runtime_error("has no anonymous namespace");
  const std::string_view declaration = page_cpp.substr(end);
  std::string_view code = page_cpp.substr(begin + opening.size(), end - begin - opening.size());
  code.remove_prefix(std::min(code.find_first_not_of('\n'), code.size()));
  code = code.substr(0, code.find_last_not_of('\n') + 1);
  return {member(declaration, "summary"), member(declaration, "why"), labels_of(declaration),
          std::string(code)};
}

std::vector<GallerySource> read_gallery(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::is_directory(folder))
    for (const auto& entry : fs::directory_iterator(folder))
      if (fs::is_regular_file(entry.path() / "page.cpp")) files.push_back(entry.path() / "page.cpp");
  std::ranges::sort(files);
  std::vector<GallerySource> pages;
  for (const fs::path& file : files) {
    try {
      pages.push_back(gallery_source(io::read_file(file).value_or("")));
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(file.generic_string() + ": " + error.what());
    }
  }
  return pages;
}

}  // namespace caseload::site
