// What the last build of a site wrote, kept beside the site, so that the next build takes over the pages
// whose material is the same. A run's page is written once and then only linked to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace caseload::site {

// The state of a file. Runs are written once, so a file with the same state has the same contents.
struct Stamp {
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t changed_ns = 0;

  bool operator==(const Stamp&) const = default;
};
// All zero if there is no such file.
Stamp stamp_of(const std::filesystem::path& file);

// Identifies what a page is made of. Equal keys mean equal pages.
class PageKey {
 public:
  PageKey& add(std::string_view bytes);
  PageKey& add(const Stamp& stamp);
  PageKey& add(std::uint64_t number);
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 14695981039346656037U;  // FNV-1a, 64 bits
};

class LastBuild {
 public:
  // What was read from a run file.
  struct Run {
    Stamp stamp;
    bool in_full = false;
    std::string unusable;  // the reason, or ""
    std::string remark;    // about parts that could not be used, or ""
    std::string summary;   // packed
  };

  // Empty unless the site in `site` is the one that was built last, and from the same `inputs`: the program,
  // the catalogue, the templates, the options. `inputs` is kept with what this build writes.
  LastBuild(const std::filesystem::path& site, std::string inputs, bool afresh);

  const Run* run(const std::string& id) const;
  bool has_page(const std::string& path, std::uint64_t key) const;

  // For the next build.
  void keep(const std::string& id, Run run) { next_runs_.insert_or_assign(id, std::move(run)); }
  void keep_page(const std::string& path, std::uint64_t key) { next_pages_[path] = key; }
  // After the site was published.
  void save() const;

 private:
  std::filesystem::path site_;
  std::filesystem::path file_;
  std::string inputs_;
  std::map<std::string, Run> runs_, next_runs_;
  std::unordered_map<std::string, std::uint64_t> pages_, next_pages_;
};

}  // namespace caseload::site
