#include <set>

#include "core/errors.hpp"
#include "core/words.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Title {
  std::string text;
  static constexpr auto columns = std::tuple(&Title::text);
};

constexpr std::size_t max_kept = 30;

void check_letter(std::string_view letter) {
  if (letter.empty()) return;
  if (letter.size() != 1 || letter.front() < 'a' || letter.front() > 'z')
    throw BadRequest("the parameter letter must be one of a to z");
}

// The longest words so far, the longest first.
class Longest {
 public:
  void consider(std::string word) {
    words_.emplace(std::move(word));
    if (words_.size() > max_kept) words_.erase(std::prev(words_.end()));
  }
  const auto& words() const { return words_; }

 private:
  struct LongerFirst {
    bool operator()(const std::string& one, const std::string& other) const {
      return one.size() != other.size() ? one.size() > other.size() : one < other;
    }
  };
  std::set<std::string, LongerFirst> words_;
};

Response show(const Request& request, Services& services) {
  const std::string_view given = request.knobs.text("letter");
  const char letter = given.empty() ? 's' : given.front();
  Longest longest;
  services.db.each<Title>("SELECT title FROM book", [&](const Title& title) {
    for (std::string& word : words_of(title.text))
      if (word.front() == letter) longest.consider(std::move(word));
    return true;
  });
  Rows rows({"word", "length"});
  for (const std::string& word : longest.words()) rows.add(word, word.size());
  return services.page(Value::object({{"letter", std::string(1, letter)}, {"words", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage longest_words() {
  return {
      .summary = "for the crossword on the back page: the longest words in titles that begin with a letter",
      .why =
          "It has to look at every title, but the titles are read row by row and only thirty words are kept. "
          "SQL has no words to sort.",
      .knobs = {{.name = "letter",
                 .type = KnobType::text,
                 .help = "first letter of the words",
                 .check_text = check_letter},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
