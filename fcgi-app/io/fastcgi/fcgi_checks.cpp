#include "io/fastcgi/fcgi_checks.hpp"

#include <algorithm>
#include <cstring>

namespace caseload::io {
namespace {

// FastCGI specification 1.0, sections 3.3 and 8.
constexpr unsigned char version = 1;
enum RecordType : unsigned char { begin_request = 1, abort_request = 2, params = 4, std_in = 5 };
constexpr std::size_t begin_content_bytes = 8;
constexpr unsigned char responder = 1;
constexpr std::size_t padding_byte = 6;  // of a record's header: the number of bytes after its content

}  // namespace

FcgiChecks::Taken FcgiChecks::take(std::span<char> bytes) {
  Taken taken{};
  while (taken.bytes < bytes.size() && violation_.empty() && !is_complete()) {
    const std::string_view left(bytes.data() + taken.bytes, bytes.size() - taken.bytes);
    char* const kept = bytes.data() + taken.kept;
    std::size_t size = 0;
    if (header_size_ < header_.size()) {
      size = std::min(left.size(), header_.size() - header_size_);
      std::memcpy(header_.data() + header_size_, left.data(), size);
      if (kept != left.data()) std::memmove(kept, left.data(), size);
      if (header_size_ <= padding_byte && padding_byte < header_size_ + size)
        kept[padding_byte - header_size_] = '\0';
      taken.kept += size;
      header_size_ += size;
      if (header_size_ == header_.size()) start_record();
    } else if (content_left_ > 0) {
      size = std::min(left.size(), content_left_);
      content_left_ -= size;
      take_content(left.substr(0, size));
      if (kept != left.data()) std::memmove(kept, left.data(), size);
      taken.kept += size;
    } else {
      size = std::min(left.size(), padding_left_);
      padding_left_ -= size;
    }
    taken.bytes += size;
    if (!head_is_complete() && (head_bytes_ += size) > max_request_head_bytes) fail("the head is too large");
    if (header_size_ == header_.size() && content_left_ == 0 && padding_left_ == 0) end_record();
  }
  return taken;
}

void FcgiChecks::start_record() {
  content_left_ = static_cast<std::size_t>(header_[4] << 8U | header_[5]);
  padding_left_ = header_[padding_byte];
  const unsigned int id = static_cast<unsigned int>(header_[2] << 8U | header_[3]);
  if (header_[0] != version) return fail("the version of a record is not 1");
  if (id == 0) return fail("a record has the request id 0, which is for management");
  if (stage_ == Stage::begin) {
    request_id_ = id;
  } else if (id != request_id_) {
    return fail("a record belongs to another request");
  }
  start_content(header_[1]);
}

void FcgiChecks::start_content(unsigned char type) {
  if (type == abort_request) return fail("the request was aborted");
  switch (stage_) {
    case Stage::begin:
      if (type != begin_request) return fail("the first record is not BEGIN_REQUEST");
      if (content_left_ != begin_content_bytes) return fail("the length of BEGIN_REQUEST is not 8");
      return;
    case Stage::parameters:
      if (type != params) return fail("a record of another type before the end of PARAMS");
      return;
    case Stage::body:
    case Stage::complete:
      if (type != std_in) return fail("a record of another type before the end of STDIN");
      return;
  }
}

// A record without content ends its stream, whatever its padding.
void FcgiChecks::end_record() {
  if (!violation_.empty()) return;
  const bool ends_stream = (header_[4] | header_[5]) == 0;
  header_size_ = 0;
  switch (stage_) {
    case Stage::begin:
      stage_ = Stage::parameters;
      return;
    case Stage::parameters:
      if (!ends_stream) return;
      if (part_ != Part::name_length || length_size_ != 0) return fail("the last parameter is incomplete");
      stage_ = Stage::body;
      return;
    case Stage::body:
    case Stage::complete:
      if (ends_stream) stage_ = Stage::complete;
      return;
  }
}

void FcgiChecks::take_content(std::string_view content) {
  if (stage_ == Stage::begin) take_begin(content);
  if (stage_ == Stage::parameters) take_parameters(content);
}

void FcgiChecks::take_begin(std::string_view content) {
  for (const char c : content) {
    const auto byte = static_cast<unsigned char>(c);
    if ((begin_size_ == 0 && byte != 0) || (begin_size_ == 1 && byte != responder))
      fail("the role is not responder");
    ++begin_size_;
  }
}

void FcgiChecks::take_parameters(std::string_view content) {
  parameter_bytes_ += content.size();
  if (parameter_bytes_ > max_parameter_bytes) return fail("the parameters are too large");
  while (!content.empty() && violation_.empty()) {
    content.remove_prefix(take_short_parameters(content));
    if (content.empty()) break;
    std::size_t size = 1;
    if (part_ == Part::name) {
      size = std::min(content.size(), name_left_);
      name_left_ -= size;
      if (name_left_ == 0) part_ = value_left_ > 0 ? Part::value : Part::name_length;
    } else if (part_ == Part::value) {
      size = std::min(content.size(), value_left_);
      value_left_ -= size;
      if (value_left_ == 0) part_ = Part::name_length;
    } else {
      take_length(static_cast<unsigned char>(content[0]));
    }
    content.remove_prefix(size);
  }
}

// The usual ones: both lengths are single bytes, and all of it is here. Returns their size.
std::size_t FcgiChecks::take_short_parameters(std::string_view content) {
  if (part_ != Part::name_length || length_size_ != 0) return 0;
  std::size_t taken = 0;
  std::size_t names = 0;
  std::size_t count = 0;
  while (content.size() - taken >= 2) {
    const std::size_t name = static_cast<unsigned char>(content[taken]);
    const std::size_t value = static_cast<unsigned char>(content[taken + 1]);
    const std::size_t size = 2 + name + value;
    if (((name | value) & 0x80U) != 0 || name == 0 || content.size() - taken < size) break;
    taken += size;
    names += name;
    ++count;
  }
  name_bytes_ += names;
  value_bytes_ += taken - names - 2 * count;
  parameter_count_ += count;
  if (parameter_count_ > max_parameters) fail("there are too many parameters");
  return taken;
}

// One byte, or four if the first has its highest bit set.
void FcgiChecks::take_length(unsigned char byte) {
  length_[length_size_++] = byte;
  const bool is_long = (length_[0] & 0x80U) != 0;
  if (is_long && length_size_ < length_.size()) return;
  std::size_t length = length_[0] & 0x7fU;
  for (std::size_t i = 1; i < length_size_; ++i) length = length << 8U | length_[i];
  length_size_ = 0;
  if (length > max_parameter_bytes) return fail("a parameter is too large");
  if (part_ == Part::name_length) {
    name_left_ = length;
    name_bytes_ += length;
    part_ = Part::value_length;
    if (length == 0) fail("the name of a parameter is empty");
  } else {
    value_left_ = length;
    value_bytes_ += length;
    part_ = Part::name;
    if (++parameter_count_ > max_parameters) fail("there are too many parameters");
  }
}

}  // namespace caseload::io
