// Checks the bytes of a FastCGI request before libfcgi sees them. libfcgi trusts them: a parameter with an
// empty name and a length of 2 GiB ends the process, each record of an unknown type leaks memory, and
// GET_VALUES writes into a buffer of 64 bytes without a check. So only what a web server sends for one
// request of the role "responder" gets through: BEGIN_REQUEST, PARAMS and STDIN of one request id, in this
// order. Pure computation; continues at any byte.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace caseload::io {

// The head of a request: everything before its body. nginx/caseload.conf allows 65 KiB of header lines
// (large_client_header_buffers 4 16k), of which the address is passed on up to four times.
inline constexpr std::size_t max_parameter_bytes = 256 * 1024;  // names, values and their lengths
inline constexpr std::size_t max_parameters = 16'384;           // header lines of 4 bytes in those 65 KiB
inline constexpr std::size_t max_request_head_bytes =
    512 * 1024;  // the same with records' headers and padding

class FcgiChecks {
 public:
  struct Taken {
    std::size_t bytes;  // up to the end of the request, or to a violation
    std::size_t kept;   // of these, without padding; moved to the front
  };
  // Removes padding, because libfcgi 2.4.2 loses its place after a padded record without content.
  Taken take(std::span<char> bytes);

  bool head_is_complete() const { return stage_ >= Stage::body; }
  bool is_complete() const { return stage_ == Stage::complete; }
  // Of all names and all values. If libfcgi, which keeps "name=value" as a C string, has others, then a name
  // has a '=' or something has a NUL.
  std::size_t name_bytes() const { return name_bytes_; }
  std::size_t value_bytes() const { return value_bytes_; }
  // How the web server violated the protocol; empty if it did not. After that no further byte is taken.
  std::string_view violation() const { return violation_; }

 private:
  enum class Stage : std::uint8_t { begin, parameters, body, complete };
  enum class Part : std::uint8_t { name_length, value_length, name, value };

  void start_record();
  void start_content(unsigned char type);
  void end_record();
  void take_content(std::string_view content);
  void take_begin(std::string_view content);
  void take_parameters(std::string_view content);
  std::size_t take_short_parameters(std::string_view content);
  void take_length(unsigned char byte);
  void fail(std::string_view why) { violation_ = why; }

  Stage stage_ = Stage::begin;
  std::string_view violation_;
  std::size_t head_bytes_ = 0;

  std::array<unsigned char, 8> header_{};
  std::size_t header_size_ = 0;
  std::size_t content_left_ = 0;
  std::size_t padding_left_ = 0;
  unsigned int request_id_ = 0;
  std::size_t begin_size_ = 0;

  Part part_ = Part::name_length;
  std::array<unsigned char, 4> length_{};
  std::size_t length_size_ = 0;
  std::size_t name_left_ = 0;
  std::size_t value_left_ = 0;
  std::size_t parameter_bytes_ = 0;
  std::size_t parameter_count_ = 0;
  std::size_t name_bytes_ = 0;
  std::size_t value_bytes_ = 0;
};

}  // namespace caseload::io
