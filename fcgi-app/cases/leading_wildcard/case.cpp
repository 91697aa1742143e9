#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view usual_word = "Clock";
constexpr std::size_t min_letters = 3, max_letters = 20;  // an InnoDB full-text index has no shorter words
constexpr std::size_t max_shown = 2'000;

struct Book {
  std::int64_t id;
  std::string title;
  std::int64_t year;
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::year);
};

// The length of the Latin letter, with or without an accent, at the front of a valid UTF-8 text; 0 if there
// is none.
std::size_t letter_at_front(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  if ((byte(0) >= 'A' && byte(0) <= 'Z') || (byte(0) >= 'a' && byte(0) <= 'z')) return 1;
  const std::size_t length = utf8_length(text);
  if (length == 2 && byte(0) >= 0xc3 && byte(0) <= 0xc9)  // À to ɿ, without × and ÷
    return text.starts_with("×") || text.starts_with("÷") ? 0 : length;
  return length == 3 && byte(0) == 0xe1 && byte(1) >= 0xb8 && byte(1) <= 0xbb ? length : 0;  // Ḁ to ỿ
}

// Only letters, so neither the operators of a full-text search nor the wildcards of LIKE reach the database.
void check_word(std::string_view word) {
  std::string_view rest = word;
  std::size_t letters = 0;
  for (; !rest.empty() && letter_at_front(rest) > 0; ++letters) rest.remove_prefix(letter_at_front(rest));
  const bool is_word = rest.empty() && letters >= min_letters && letters <= max_letters;
  if (!word.empty() && !is_word)
    throw BadRequest("the parameter word must be 3 to 20 letters; got " + in_quotes(word));
}

// As in the full-text index: a word has letters, digits, underscores and whatever is not ASCII, except
// General Punctuation (U+2000 to U+206F), such as dashes.
bool is_in_word(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         byte == '_' || static_cast<unsigned char>(byte) >= 0x80;
}

bool begins_with_punctuation(std::string_view text) {
  return text.starts_with("\xe2\x80") || text.starts_with("\xe2\x81");
}

bool ends_in_word(std::string_view before) {
  return !before.empty() && is_in_word(before.back()) &&
         !(before.size() >= 3 && begins_with_punctuation(before.substr(before.size() - 3)));
}

bool begins_in_word(std::string_view after) {
  return !after.empty() && is_in_word(after.front()) && !begins_with_punctuation(after);
}

// Case-sensitive, like the collation of the titles.
bool has_word(std::string_view title, std::string_view word) {
  for (auto at = title.find(word); at != title.npos; at = title.find(word, at + 1))
    if (!ends_in_word(title.substr(0, at)) && !begins_in_word(title.substr(at + word.size()))) return true;
  return false;
}

std::string word_of(const Request& request) {
  const std::string_view word = request.knobs.text("word");
  return std::string(word.empty() ? usual_word : word);
}

// `books`: those that may have the word, in any order.
Response page(const Request& request, Services& services, std::vector<Book> books) {
  const std::string word = word_of(request);
  std::erase_if(books, [&](const Book& book) { return !has_word(book.title, word); });
  std::ranges::sort(books, {}, &Book::id);
  const auto found = static_cast<std::int64_t>(books.size());
  Rows rows({"title", "year"});
  for (std::size_t i = 0; i < std::min(books.size(), max_shown); ++i) rows.add(books[i].title, books[i].year);
  return services.page(Value::object({{"word", word}, {"found", found}, {"books", std::move(rows)}}));
}
// [/shared]

// [slow]
constexpr std::string_view books_with =
    // [!] The pattern begins with a wildcard, so the word may be anywhere: every title is read and compared.
    "SELECT id, title, year FROM searchable_book WHERE title LIKE CONCAT('%', ?, '%')";

Response slow(const Request& request, Services& services) {
  return page(request, services, services.db.query<Book>(books_with, word_of(request)));
}
// [/slow]

// [fast]
// CREATE TABLE searchable_book (.. FULLTEXT KEY idx_searchable_book_title (title))
constexpr std::string_view books_with_word =
    // [!] For each word, the full-text index lists the titles that have it. Only they are read.
    "SELECT id, title, year FROM searchable_book WHERE MATCH (title) AGAINST (? IN BOOLEAN MODE)";

Response fast(const Request& request, Services& services) {
  return page(request, services, services.db.query<Book>(books_with_word, word_of(request)));
}
// [/fast]

}  // namespace

Case leading_wildcard() {
  const Formula found = member("books found", "found");
  return {
      .page = "books with a word in their title",
      .knobs = {{.name = "word",
                 .type = KnobType::text,
                 .help = "3 to 20 letters, with capitals as in the title; Clock if empty",
                 .check_text = check_word},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "LIKE with a wildcard in front of the word, so no index can be used",
               .run = slow,
               .labels = {{.name = "leading-wildcard"}},
               .headline = Headline{.key = Key::rows_examined}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the word looked up in a full-text index",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows_examined, at_least(stored_books())},
              {"slow", Key::rows, at_least(found)},
              {"slow", Key::sql, 1},
              {"fast", Key::rows_examined, at_most(found)},
              {"fast", Key::rows, found},
              {"fast", Key::sql, 1},
          },
      .growth =
          {
              {.variant = "slow",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::grows},
          },
  };
}

}  // namespace caseload::cases
