// The output of the site. It is written to a separate folder, checked, and then swapped with the final one,
// so readers see either the old site or the new one. If it is not published, it is removed, if need be by the
// next build.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "write/links.hpp"

namespace caseload::site {

class OutputFolder {
 public:
  explicit OutputFolder(
      std::filesystem::path final_folder);  // throws std::runtime_error if it can't be written
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  void write_page(std::string_view path, std::string_view html);  // also records its links for the check
  void write_file(std::string_view path, std::string_view bytes);
  void copy_file(std::string_view path, const std::filesystem::path& source);
  // For a file that never changes: a hard link if possible, otherwise a copy.
  void link_file(std::string_view path, const std::filesystem::path& source);
  // Takes over a page or file from the site that is being replaced. False if it isn't there.
  bool take_over_page(std::string_view path);
  bool take_over_file(std::string_view path);
  void copy_folder(std::string_view path, const std::filesystem::path& source);

  std::vector<std::string> link_problems() const { return links_.problems(); }
  std::size_t files() const { return files_; }
  const std::vector<std::string>& pages() const { return pages_; }
  const std::filesystem::path& final_folder() const { return final_; }
  // Exchanges the two folders with a single rename(2), then removes the old site.
  void publish();

 private:
  std::filesystem::path prepare(std::string_view path);

  std::filesystem::path final_;
  std::filesystem::path next_;
  int lock_ = -1;  // of next_, for as long as it is in use
  Links links_;
  std::vector<std::string> pages_;
  std::size_t files_ = 0;
  std::set<std::string> made_;  // folders
};

}  // namespace caseload::site
