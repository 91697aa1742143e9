#include "write/last_build.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <vector>

#include "read/bytes.hpp"

namespace caseload::site {

namespace fs = std::filesystem;

template <typename Archive>
void each_member(Stamp& value, Archive& archive) {
  auto& [inode, size, changed_ns] = value;
  archive(inode), archive(size), archive(changed_ns);
}

template <typename Archive>
void each_member(LastBuild::Run& value, Archive& archive) {
  auto& [stamp, in_full, unusable, remark, summary] = value;
  archive(stamp), archive(in_full), archive(unusable), archive(remark), archive(summary);
}

Stamp stamp_of(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {};
  return {static_cast<std::uint64_t>(status.st_ino), static_cast<std::int64_t>(status.st_size),
          std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

PageKey& PageKey::add(std::string_view bytes) {
  for (const char byte : bytes) value_ = (value_ ^ static_cast<unsigned char>(byte)) * 1099511628211U;
  return add(std::uint64_t{bytes.size()});
}
PageKey& PageKey::add(const Stamp& stamp) {
  return add(stamp.inode)
      .add(static_cast<std::uint64_t>(stamp.size))
      .add(static_cast<std::uint64_t>(stamp.changed_ns));
}
PageKey& PageKey::add(std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8)
    value_ = (value_ ^ ((number >> shift) & 0xffU)) * 1099511628211U;
  return *this;
}

LastBuild::LastBuild(const fs::path& site, std::string inputs, bool afresh)
    : site_(site),
      file_(site.parent_path() / ("." + site.filename().string() + ".last-build")),
      inputs_(std::move(inputs)) {
  if (afresh) return;
  std::ifstream stream(file_, std::ios::binary | std::ios::ate);
  if (!stream) return;
  std::string bytes(static_cast<std::size_t>(stream.tellg()), '\0');
  stream.seekg(0);
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  try {
    Unpacker unpack(bytes);
    std::string made_from;
    unpack(made_from);
    Stamp index;
    unpack(index);
    if (made_from != inputs_ || index == Stamp{} || !(index == stamp_of(site_ / "index.html"))) return;
    std::vector<std::pair<std::string, Run>> runs;
    unpack(runs);
    std::vector<std::pair<std::string, std::uint64_t>> pages;
    unpack(pages);
    for (auto& [id, run] : runs) runs_.emplace_hint(runs_.end(), std::move(id), std::move(run));
    for (auto& [path, key] : pages) pages_.emplace(std::move(path), key);
  } catch (const std::runtime_error&) {
    // Written only in part: everything is rebuilt.
    runs_.clear();
    pages_.clear();
  }
}

const LastBuild::Run* LastBuild::run(const std::string& id) const {
  const auto found = runs_.find(id);
  return found == runs_.end() ? nullptr : &found->second;
}

bool LastBuild::has_page(const std::string& path, std::uint64_t key) const {
  const auto found = pages_.find(path);
  return found != pages_.end() && found->second == key;
}

void LastBuild::save() const {
  // A build that is killed here leaves a file that the next one writes again.
  const fs::path partial = file_.string() + ".partial";
  std::ofstream stream(partial, std::ios::binary);
  Packer pack;
  const auto write_out = [&] {
    stream.write(pack.bytes().data(), static_cast<std::streamsize>(pack.bytes().size()));
    pack.bytes().clear();
  };
  pack(inputs_);
  pack(stamp_of(site_ / "index.html"));
  pack(static_cast<std::uint32_t>(next_runs_.size()));
  for (const auto& [id, run] : next_runs_) {
    pack(id);
    pack(run);
    write_out();
  }
  pack(static_cast<std::uint32_t>(next_pages_.size()));
  for (const auto& [path, key] : next_pages_) {
    pack(path);
    pack(key);
  }
  write_out();
  stream.close();
  if (!stream) throw std::runtime_error("can't write " + partial.string());
  fs::rename(partial, file_);
}

}  // namespace caseload::site
