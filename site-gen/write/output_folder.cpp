#include "write/output_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace caseload::site {

namespace fs = std::filesystem;

namespace {

// A folder in which no build is working: its lock ends with the process, however that ended.
bool is_abandoned(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool is_free = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
  ::close(descriptor);
  return is_free;
}

// What killed builds left beside the site.
void remove_abandoned(const fs::path& site) {
  if (!fs::is_directory(site.parent_path())) return;
  std::vector<fs::path> abandoned;
  const std::string name = site.filename().string();
  for (const auto& entry : fs::directory_iterator(site.parent_path())) {
    const std::string found = entry.path().filename().string();
    const bool is_ours =
        found.starts_with(name + ".next-") || (found.starts_with(name + ".old-") && fs::exists(site));
    if (is_ours && is_abandoned(entry.path())) abandoned.push_back(entry.path());
  }
  for (const fs::path& folder : abandoned) fs::remove_all(folder);
}

}  // namespace

OutputFolder::OutputFolder(fs::path final_folder)
    : final_(fs::absolute(std::move(final_folder)).lexically_normal()) {
  if (!final_.has_filename()) final_ = final_.parent_path();  // "build/site/"
  if (fs::exists(final_) && !fs::exists(final_ / "index.html") && !fs::is_empty(final_))
    throw std::runtime_error(final_.string() +
                             " contains something other than a site and will not be replaced");
  next_ = final_;
  next_ += ".next-" + std::to_string(::getpid());
  remove_abandoned(final_);
  fs::remove_all(next_);
  fs::create_directories(next_);
  lock_ = ::open(next_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0)
    throw std::runtime_error("can't lock " + next_.string() + ": " + std::strerror(errno));
}

OutputFolder::~OutputFolder() {
  std::error_code ignored;
  fs::remove_all(next_, ignored);  // after publishing this is the old site
  if (lock_ >= 0) ::close(lock_);
}

fs::path OutputFolder::prepare(std::string_view path) {
  fs::path target = next_ / path;
  if (made_.insert(target.parent_path().string()).second) fs::create_directories(target.parent_path());
  ++files_;
  return target;
}

void OutputFolder::write_file(std::string_view path, std::string_view bytes) {
  const fs::path target = prepare(path);
  std::error_code ignored;
  fs::remove(target, ignored);  // it may be taken over from the old site, which must not change
  std::ofstream file(target, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error("can't write " + target.string() + ": " + std::strerror(errno));
  links_.add_file(path);
}

void OutputFolder::write_page(std::string_view path, std::string_view html) {
  write_file(path, html);
  links_.add_page(path, html);
  pages_.emplace_back(path);
}

void OutputFolder::copy_file(std::string_view path, const fs::path& source) {
  fs::copy_file(source, prepare(path), fs::copy_options::overwrite_existing);
  links_.add_file(path);
}

void OutputFolder::link_file(std::string_view path, const fs::path& source) {
  std::error_code error;
  fs::create_hard_link(source, prepare(path), error);
  if (error)
    fs::copy_file(source, next_ / path, fs::copy_options::overwrite_existing);  // on another file system
  links_.add_file(path);
}

bool OutputFolder::take_over_file(std::string_view path) {
  const fs::path target = next_ / path;
  if (made_.insert(target.parent_path().string()).second) fs::create_directories(target.parent_path());
  std::error_code error;
  fs::create_hard_link(final_ / path, target, error);
  if (error) return false;
  ++files_;
  links_.add_file(path);
  return true;
}

bool OutputFolder::take_over_page(std::string_view path) {
  if (!take_over_file(path)) return false;
  links_.add_known_page(path, (next_ / path).string());
  pages_.emplace_back(path);
  return true;
}

void OutputFolder::copy_folder(std::string_view path, const fs::path& source) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(source))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files)
    copy_file(std::string(path) + "/" + file.lexically_relative(source).generic_string(), file);
}

void OutputFolder::publish() {
  if (!fs::exists(final_)) {
    fs::rename(next_, final_);
  } else if (::renameat2(AT_FDCWD, next_.c_str(), AT_FDCWD, final_.c_str(), RENAME_EXCHANGE) != 0) {
    // If the file system can't exchange folders (EINVAL), two renames are the closest alternative.
    if (errno != EINVAL && errno != ENOSYS)
      throw std::runtime_error("can't swap in " + final_.string() + ": " + std::strerror(errno));
    fs::path old = final_;
    old += ".old-" + std::to_string(::getpid());
    fs::rename(final_, old);
    fs::rename(next_, final_);
    fs::rename(old, next_);
  }
}

}  // namespace caseload::site
