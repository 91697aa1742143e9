#include <algorithm>

#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view books_sql = "SELECT id, title, year, rating FROM book";
constexpr std::size_t best_count = 100;

struct Book {
  std::int64_t id;
  std::string title;
  std::int64_t year;
  std::optional<std::string> rating;  // "4.25"; the same number of places in all
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::year, &Book::rating);
};

bool is_better(const Book& one, const Book& other) {
  return one.rating != other.rating ? *one.rating > *other.rating : one.id < other.id;
}

Response page(Services& services, const std::vector<Book>& best) {
  Value rows = Value::list();
  for (const Book& book : best) {
    rows.add(Value::object(
        {{"id", book.id}, {"title", book.title}, {"year", book.year}, {"rating", *book.rating}}));
  }
  return services.page(Value::object({{"books", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  std::vector<Book> all;
  services.db.each<Book>(books_sql, [&](const Book& book) {
    all.push_back(book);
    return true;
  });
  std::vector<Book> rated;
  for (const Book& book : all) {
    if (book.rating) rated.push_back(book);
  }
  std::vector<Book> sorted = rated;
  std::sort(sorted.begin(), sorted.end(), is_better);
  return page(services, {sorted.begin(), sorted.begin() + std::min(best_count, sorted.size())});
}
// [/slow]

// [fast]
Response fast(const Request&, Services& services) {
  std::vector<Book> best;  // a heap with the worst of the best on top
  best.reserve(best_count + 1);
  services.db.each<Book>(books_sql, [&](const Book& book) {
    if (!book.rating) return true;
    if (best.size() == best_count && !is_better(book, best.front())) return true;
    best.push_back(book);
    std::push_heap(best.begin(), best.end(), is_better);
    if (best.size() <= best_count) return true;
    std::pop_heap(best.begin(), best.end(), is_better);
    best.pop_back();
    return true;
  });
  std::sort_heap(best.begin(), best.end(), is_better);
  return page(services, best);
}
// [/fast]

std::int64_t all_books(const ClaimContext& in) {
  return seeded_books(in.knobs);
}

}  // namespace

Case memory_profile() {
  return {
      .title = "Copies of everything",
      .category = Category::memory,
      .page = "the 100 best rated books",
      .lesson =
          {
              .symptom =
                  "A page that shows a hundred lines needs hundreds of megabytes for a moment. Alone it "
                  "works; with some of them at once the process is killed, and the log has nothing.",
              .why = "The code works in whole lists: all rows as objects, a second list of those that pass "
                     "the filter, a third one to sort. All three live at the same time, and each copy of an "
                     "object copies its texts as well. The page needs a hundred of them; the memory follows "
                     "the table.",
              .recognise =
                  "`mem-peak-app` grows with what is stored while the answer stays the same size, and "
                  "`mem-peak-driver` stays small: the rows came one by one, and it is the code that "
                  "keeps them. The picture of memory over time shows a slope and steps, one for each "
                  "copy. Elsewhere a heap profiler (heaptrack, `memory_profiler`, `derailed_benchmarks`, "
                  "a heap dump) names the lines.",
              .fix = "One pass that keeps only what can still be part of the answer: a heap of the best "
                     "hundred, with the worst of them on top. A row is compared where it lies, and copied "
                     "only when it gets in. Filter and order need no list of their own.",
              .caution =
                  "For this very page the database can do it: `ORDER BY rating DESC, id LIMIT 100` "
                  "sends a hundred rows. Do it in code where the rule can't be said in SQL, or the rows "
                  "come from a file or a service. And when the list is short, three clear lines with "
                  "copies are better code than a heap.",
              .twins =
                  {
                      {.system = "Django",
                       .slow =
                           "books = list(Book.objects.all())\nrated = [b for b in books if b.rating is not "
                           "None]\nbest = sorted(rated, key=lambda b: (-b.rating, b.id))[:100]",
                       .fast = "books = Book.objects.exclude(rating=None).iterator()\n"
                               "best = heapq.nsmallest(100, books, key=lambda b: (-b.rating, b.id))"},
                      {.system = "Rails",
                       .slow = "Book.all.to_a.select(&:rating).sort_by { |b| [-b.rating, b.id] }.first(100)",
                       .fast = "# find_each has 1,000 at a time; min_by(n) keeps few more than n\n"
                               "Book.where.not(rating: nil).find_each.min_by(100) { |b| [-b.rating, b.id] }"},
                      {.system = "Hibernate",
                       .slow =
                           "var rated = em.createQuery(\"from Book\", Book.class).getResultList().stream()\n"
                           "    .filter(b -> b.getRating() != null).toList();\n"
                           "var best = rated.stream().sorted(byRating).limit(100).toList();",
                       .fast =
                           "var best = new PriorityQueue<Rated>(byRating.reversed());  // worst first\n"
                           "try (var all = em.createQuery(\"select new Rated(b.id, b.rating) from Book b "
                           "where b.rating is not null\",\n        Rated.class).getResultStream()) {\n"
                           "    all.forEach(b -> { best.add(b); if (best.size() > 100) best.poll(); });\n}"},
                      {.system = "SQL",
                       .slow = "SELECT id, title, year, rating FROM book;  -- and lists in the program",
                       .fast = "SELECT id, title, year, rating FROM book WHERE rating IS NOT NULL\n"
                               "ORDER BY rating DESC, id LIMIT 100;"},
                  },
          },
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "all rows as objects, copied to filter, copied to sort",
               .run = slow},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "one pass with a heap of the best hundred",
               .run = fast},
          },
      .claims =
          {
              {.variant = "slow", .key = "rows", .formula = "all books", .value = all_books},
              {.variant = "slow",
               .key = "mem-peak-app",
               .formula = "2 × 64 bytes a book: more than one list of them",
               .value = [](const ClaimContext& in) { return 2 * 64 * all_books(in); },
               .relation = Claim::Relation::at_least},
              {.variant = "fast", .key = "rows", .formula = "all books", .value = all_books},
              {.variant = "fast",
               .key = "mem-peak-app",
               .formula = "200,000 bytes",
               .value = [](const ClaimContext&) { return std::int64_t{200'000}; },
               .relation = Claim::Relation::at_most},
          },
      .growth =
          {
              {.variant = "slow", .key = "mem-peak-app", .over = "dataset", .shape = Growth::Shape::grows},
              {.variant = "fast", .key = "mem-peak-app", .over = "dataset", .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
