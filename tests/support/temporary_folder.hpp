// A temporary folder for a test, removed afterwards.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace caseload::tests {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path() const { return path_.string(); }
  void write(const std::string& name, std::string_view text) const;  // creates missing folders

 private:
  std::filesystem::path path_;
};

}  // namespace caseload::tests
