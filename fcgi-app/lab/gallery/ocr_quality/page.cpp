#include <algorithm>

#include "core/csv.hpp"
#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/words.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view scanner_sql = "SELECT name, software FROM scan_device WHERE id = ?";
constexpr std::string_view files_sql =
    "SELECT signature, scanned_on, recognised FROM scanned_protocol WHERE device_id = ? ORDER BY signature "
    "LIMIT ?";

struct Device {
  std::string name, software;
  static constexpr auto columns = std::tuple(&Device::name, &Device::software);
};
struct File {
  std::string signature, scanned_on, recognised;
  static constexpr auto columns = std::tuple(&File::signature, &File::scanned_on, &File::recognised);
};

bool is_vowel(char c) {
  return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

// A scan goes wrong in typical ways: digits within words, words without a vowel, single letters in a row.
struct Quality {
  std::int64_t words = 0, mixed = 0, mute = 0, longest_spaced = 0;

  double good_percent() const {
    return words == 0 ? 0 : 100.0 * static_cast<double>(words - mixed - mute) / static_cast<double>(words);
  }
};

Quality quality_of(std::string_view text) {
  Quality quality;
  std::int64_t spaced = 0;
  for (const std::string& word : words_of(text)) {
    ++quality.words;
    const auto digits = std::ranges::count_if(word, [](char c) { return c >= '0' && c <= '9'; });
    // Years and sums are only digits.
    if (digits > 0 && digits < std::ssize(word)) ++quality.mixed;
    if (digits == 0 && word.size() > 2 && std::ranges::none_of(word, is_vowel)) ++quality.mute;
    spaced = word.size() == 1 ? spaced + 1 : 0;
    quality.longest_spaced = std::max(quality.longest_spaced, spaced);
  }
  return quality;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("scanner");
  const auto device = services.db.query_one<Device>(scanner_sql, id);
  if (!device) throw NotFound("there is no scanner " + std::to_string(id));
  Response response;
  std::string& table = response.body;
  Csv(table).text(device->name).text(device->software).end_record();
  Csv(table)
      .text("signature")
      .text("scanned")
      .text("words")
      .text("good %")
      .text("with digits")
      .text("without vowels")
      .text("spaced")
      .end_record();
  services.db.each<File>(
      files_sql,
      [&](const File& file) {
        const Quality quality = quality_of(file.recognised);
        Csv(table)
            .text(file.signature)
            .text(file.scanned_on)
            .number(std::to_string(quality.words))
            .number(fixed(quality.good_percent(), 1))
            .number(std::to_string(quality.mixed))
            .number(std::to_string(quality.mute))
            .number(std::to_string(quality.longest_spaced))
            .end_record();
        return true;
      },
      id, request.knobs.n());
  return response.set("Content-Type", "text/csv; charset=utf-8").set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage ocr_quality() {
  return {
      .summary = "how well a parliament's archive can read its scanned protocols, as a CSV file",
      .why =
          "Innocent: each line of the file has a few numbers, and for it a text of ten kilobytes is fetched. "
          "But the numbers are computed from every word of the text, in a way that SQL has no functions for. "
          "The texts come one by one, so a few of them are in memory.",
      .knobs =
          {{.name = "n",
            .help = "protocols in the file",
            .initial = 80,
            .minimum = 1,
            .maximum = 160,
            .ladder = {10, 40, 160}},
           {.name = "scanner", .help = "number of the scanner", .initial = 2, .minimum = 1, .maximum = 3},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
