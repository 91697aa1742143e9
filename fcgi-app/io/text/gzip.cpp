#include "io/text/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <stdexcept>

namespace caseload::io {
namespace {

constexpr int with_gzip_header =
    15 + 16;  // the largest window, and gzip in place of zlib (zlib.h, deflateInit2)
constexpr int usual_memory = 8;
constexpr std::size_t chunk_bytes = 65'536;

// zlib takes no const pointer, but does not write to its input.
void set_input(z_stream& stream, std::string_view bytes) {
  if (bytes.size() > std::numeric_limits<uInt>::max())
    throw std::runtime_error("zlib takes at most 4 GiB; got " + std::to_string(bytes.size()) + " bytes");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
}

void set_output(z_stream& stream, std::string& out, std::size_t from) {
  stream.next_out = reinterpret_cast<Bytef*>(out.data() + from);
  stream.avail_out = static_cast<uInt>(out.size() - from);
}

struct Inflate {
  Inflate() {
    if (inflateInit2(&stream, with_gzip_header) != Z_OK) throw std::bad_alloc();
  }
  ~Inflate() { inflateEnd(&stream); }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;
  z_stream stream{};
};

struct Deflate {
  Deflate() {
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, with_gzip_header, usual_memory,
                     Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Deflate() { deflateEnd(&stream); }
  Deflate(const Deflate&) = delete;
  Deflate& operator=(const Deflate&) = delete;
  z_stream stream{};
};

}  // namespace

std::string gzip(std::string_view bytes) {
  Deflate deflating;
  z_stream& stream = deflating.stream;
  set_input(stream, bytes);
  std::string out(deflateBound(&stream, stream.avail_in), '\0');
  set_output(stream, out, 0);
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("zlib could not compress");
  out.resize(stream.total_out);
  return out;
}

std::string gunzip(std::string_view bytes, std::size_t max_bytes) {
  Inflate inflating;
  z_stream& stream = inflating.stream;
  set_input(stream, bytes);
  std::string out;
  for (int result = Z_OK; result != Z_STREAM_END;) {
    out.resize(std::min(stream.total_out + chunk_bytes, max_bytes + 1));
    set_output(stream, out, stream.total_out);
    result = inflate(&stream, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END)
      throw std::runtime_error("this is not a complete gzip file");
    if (stream.total_out > max_bytes)
      throw std::runtime_error("a gzip file has more than " + std::to_string(max_bytes) +
                               " bytes when it is decompressed");
  }
  if (stream.avail_in != 0) throw std::runtime_error("there is more data after the end of a gzip file");
  out.resize(stream.total_out);
  return out;
}

}  // namespace caseload::io
