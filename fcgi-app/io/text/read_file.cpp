#include "io/text/read_file.hpp"

#include <fstream>
#include <iterator>

namespace caseload::io {

std::optional<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  stream.peek();  // a folder can be opened, but reading it fails
  if (!stream.is_open() || stream.bad()) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace caseload::io
