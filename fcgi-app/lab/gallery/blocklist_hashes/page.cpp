#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view hashes_sql = "SELECT id, hash FROM blocked_site WHERE id > ? ORDER BY id LIMIT ?";

struct Site {
  std::int64_t id;
  std::string hash;  // 64 hexadecimal digits
  static constexpr auto columns = std::tuple(&Site::id, &Site::hash);
};

unsigned value_of(char digit) {
  return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

void append_bytes(std::string_view digits, std::string& bytes) {
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<char>(value_of(digits[i]) * 16 + value_of(digits[i + 1])));
}

// The big-endian number that the list goes up to, and then 32 bytes for each site.
Response send(const Request& request, Services& services) {
  const std::int64_t after = request.knobs.integer("after");
  const auto sites = services.db.query<Site>(hashes_sql, after, request.knobs.n());
  const auto last = static_cast<std::uint64_t>(sites.empty() ? after : sites.back().id);
  Response response;
  std::string& bytes = response.body;
  bytes.reserve(8 + sites.size() * 32);
  for (unsigned shift = 64; shift > 0; shift -= 8)
    bytes.push_back(static_cast<char>((last >> (shift - 8)) & 0xFF));
  for (const Site& each : sites) append_bytes(each.hash, bytes);
  return response.set("Content-Type", "application/octet-stream").set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage blocklist_hashes() {
  return {
      .summary =
          "what is new on a list of phishing sites since the last update, as bytes for a browser's extension",
      .why =
          "Innocent: a few hundred kilobytes leave uncompressed, in a media type that nginx does not "
          "compress. "
          "They are SHA-256 values, which look like random bytes and would not get any smaller. The list is "
          "read by its key from where the last update ended.",
      .knobs = {{.name = "n",
                 .help = "sites in the response",
                 .initial = 2'560,
                 .minimum = 1,
                 .maximum = 10'000,
                 .ladder = {40, 160, 640, 2'560, 10'000}},
                {.name = "after",
                 .help = "number at which the last update ended",
                 .initial = 0,
                 .minimum = 0,
                 .maximum = 20'000},
                dataset_knob()},
      .run = send,
  };
}

}  // namespace caseload::gallery
