// The seeded shop is what the cases rely on: its size, its skew, its ties, its awkward names.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/seeding/seeded_shop.hpp"

namespace caseload::test {

namespace {

SeededShop& shop() {
  return SeededShop::first();
}

struct Spread {
  std::int64_t none, one, some, hundreds, most;
};

// How many rows of `child` each row of `parent` has.
Spread spread(const std::string& parent, const std::string& child, const std::string& key) {
  const auto row =
      shop()
          .rows(
              "SELECT SUM(children = 0), SUM(children = 1), SUM(children BETWEEN 2 AND 99), "
              "SUM(children >= 100), MAX(children) FROM (SELECT p.id, COUNT(c.id) AS children FROM " +
              parent + " AS p LEFT JOIN " + child + " AS c ON c." + key + " = p.id GROUP BY p.id) AS x")
          .front();
  return {std::stoll(row[0]), std::stoll(row[1]), std::stoll(row[2]), std::stoll(row[3]), std::stoll(row[4])};
}

std::int64_t how_many(const std::string& table, const std::string& condition) {
  return shop().number("SELECT COUNT(*) FROM " + table + " WHERE " + condition);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_shop)

BOOST_AUTO_TEST_CASE(has_the_rows_that_its_size_names) {
  const std::vector<std::pair<std::string, std::int64_t>> wanted = {{"country", 120},
                                                                    {"publisher", 1000},
                                                                    {"tag", 500},
                                                                    {"author", 1250},
                                                                    {"book", 10'000},
                                                                    {"review", 30'000},
                                                                    {"product", 25'000},
                                                                    {"indexed_product", 25'000},
                                                                    {"document", 640},
                                                                    {"customer", 2500},
                                                                    {"customer_order", 10'000},
                                                                    {"order_item", 30'000}};
  for (const auto& [table, rows] : wanted) {
    BOOST_TEST(shop().number("SELECT COUNT(*) FROM " + table) == rows, table);
    BOOST_TEST(
        shop().value("SELECT CONCAT(MIN(id), ' ', MAX(id)) FROM " + table) == "1 " + std::to_string(rows),
        table << " has gaps in its ids");
  }
}

BOOST_AUTO_TEST_CASE(every_reference_finds_its_row) {
  const auto keys = shop().rows(
      "SELECT table_name, column_name, referenced_table_name FROM information_schema.key_column_usage "
      "WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL");
  BOOST_TEST_REQUIRE(keys.size() >= 15U);
  for (const auto& key : keys) {
    BOOST_TEST(shop().number("SELECT COUNT(*) FROM " + key[0] + " AS child LEFT JOIN " + key[2] +
                             " AS parent ON parent.id = child." + key[1] + " WHERE parent.id IS NULL") == 0,
               key[0] << '.' << key[1]);
  }
}

BOOST_AUTO_TEST_CASE(text_is_utf8mb4_in_every_column) {
  BOOST_TEST(how_many("information_schema.columns",
                      "table_schema = DATABASE() AND collation_name IS NOT NULL AND collation_name <> "
                      "'utf8mb4_nopad_bin'") == 0);
}

BOOST_AUTO_TEST_CASE(a_few_authors_have_hundreds_of_books_many_one_some_none) {
  const Spread books = spread("author", "book", "author_id");
  BOOST_TEST(books.none > 1250 / 20);
  BOOST_TEST(books.one > 1250 / 3);
  BOOST_TEST(books.some > 1250 / 4);
  BOOST_TEST(books.hundreds >= 3);
  BOOST_TEST(books.hundreds <= 1250 / 50);
  BOOST_TEST(books.most >= 200);
  BOOST_TEST(books.most <= 500);
}

BOOST_AUTO_TEST_CASE(sales_reviews_and_customers_have_a_few_favourites) {
  const Spread reviews = spread("book", "review", "book_id");
  BOOST_TEST(reviews.none > 500);
  BOOST_TEST(reviews.most > 100 * 30'000 / 10'000 / 3);
  const Spread sales = spread("book", "order_item", "book_id");
  BOOST_TEST(sales.none > 300);
  BOOST_TEST(sales.most > 100);
  const Spread orders = spread("customer", "customer_order", "customer_id");
  BOOST_TEST(orders.none > 50);
  BOOST_TEST(orders.most > 50);
  const Spread published = spread("publisher", "book", "publisher_id");
  BOOST_TEST(published.none > 0);
  BOOST_TEST(published.most > 100);
}

BOOST_AUTO_TEST_CASE(a_book_has_three_to_eight_tags) {
  BOOST_TEST(shop().value("SELECT CONCAT(MIN(tags), ' ', MAX(tags), ' ', COUNT(*)) FROM "
                          "(SELECT COUNT(*) AS tags FROM book_tag GROUP BY book_id) AS x") == "3 8 10000");
}

BOOST_AUTO_TEST_CASE(an_order_has_one_to_eight_items) {
  BOOST_TEST(shop().value("SELECT CONCAT(MIN(items), ' ', MAX(items), ' ', COUNT(*)) FROM "
                          "(SELECT COUNT(*) AS items FROM order_item GROUP BY order_id) AS x") ==
             "1 8 10000");
}

BOOST_AUTO_TEST_CASE(a_book_is_rated_by_its_reviews) {
  BOOST_TEST(
      shop().number("SELECT COUNT(*) FROM book LEFT JOIN (SELECT book_id, AVG(rating) AS mean FROM review "
                    "GROUP BY book_id) AS r ON r.book_id = book.id "
                    "WHERE NOT (book.rating <=> r.mean) AND ABS(book.rating - r.mean) > 0.0051 "
                    "OR (book.rating IS NULL) <> (r.mean IS NULL)") == 0);
}

BOOST_AUTO_TEST_CASE(the_first_page_of_any_length_looks_like_a_shop) {
  for (const int n : {10, 40, 160, 640}) {
    const std::string first = "id <= " + std::to_string(n);
    const auto authors = shop().number("SELECT COUNT(DISTINCT author_id) FROM book WHERE " + first);
    BOOST_TEST(authors * 3 > n, n << " books are by only " << authors << " authors");
    BOOST_TEST((n < 40 || authors < n), "no author twice within " << n);
    BOOST_TEST(
        how_many("book", first + " AND (LENGTH(title) > CHAR_LENGTH(title) OR title REGEXP '[<>&\"]')") > 0);
    BOOST_TEST(how_many("author", first + " AND id NOT IN (SELECT author_id FROM book)") > 0);
    const auto books = how_many("book", "author_id <= " + std::to_string(n));
    BOOST_TEST(books > 2 * n);
    BOOST_TEST(books < 20 * n);
  }
}

BOOST_AUTO_TEST_CASE(every_sort_key_has_ties) {
  const std::vector<std::pair<std::string, std::string>> keys = {
      {"book", "year"},     {"book", "price"},
      {"book", "rating"},   {"book", "title"},
      {"author", "name"},   {"author", "born"},
      {"customer", "name"}, {"product", "name"},
      {"product", "price"}, {"product", "updated_at"},
      {"document", "year"}, {"review", "created_at"},
      {"review", "rating"}, {"customer_order", "placed_at"}};
  for (const auto& [table, key] : keys) {
    BOOST_TEST(shop().number("SELECT COUNT(*) - COUNT(DISTINCT " + key + ") FROM " + table + " WHERE " + key +
                             " IS NOT NULL") > 5,
               table << '.' << key);
  }
  BOOST_TEST(shop().number(
                 "SELECT COUNT(*) - COUNT(DISTINCT sold) FROM (SELECT SUM(quantity) AS sold FROM order_item "
                 "GROUP BY book_id ORDER BY sold DESC LIMIT 100) AS x") > 5);
  BOOST_TEST(shop().number("SELECT COUNT(*) - COUNT(DISTINCT created_at) FROM (SELECT created_at FROM review "
                           "ORDER BY created_at DESC, id DESC LIMIT 10) AS x") > 0);
}

BOOST_AUTO_TEST_CASE(all_that_was_seeded_happened_before_2026) {
  for (const std::string column : {"review.created_at", "customer_order.placed_at",
                                   "customer_order.recorded_at", "product.updated_at"}) {
    const std::string table = column.substr(0, column.find('.'));
    BOOST_TEST(how_many(table, column + " < '2023-01-01' OR " + column + " >= '2026-01-01'") == 0, column);
  }
  BOOST_TEST(shop().value("SELECT CONCAT(MIN(year), ' ', MAX(year)) FROM book") == "1950 2025");
  BOOST_TEST(shop().number("SELECT COUNT(*) FROM book JOIN author ON author.id = author_id "
                           "WHERE year < born + 21 OR year > born + 75") == 0);
}

BOOST_AUTO_TEST_CASE(every_quarter_has_sales_and_more_each_year) {
  const auto quarters = shop().rows(
      "SELECT YEAR(placed_at), COUNT(DISTINCT QUARTER(placed_at)), COUNT(*) FROM customer_order GROUP BY 1 "
      "ORDER BY 1");
  BOOST_TEST_REQUIRE(quarters.size() == 3U);
  for (const auto& year : quarters) BOOST_TEST(year[1] == "4");
  BOOST_TEST(std::stoll(quarters[0][2]) < std::stoll(quarters[1][2]));
  BOOST_TEST(std::stoll(quarters[1][2]) < std::stoll(quarters[2][2]));
}

BOOST_AUTO_TEST_CASE(product_and_its_twin_differ_only_in_the_index) {
  const auto sums = shop().checksums();
  BOOST_TEST(sums.at("product") == sums.at("indexed_product"));
  const std::string indexes =
      "SELECT GROUP_CONCAT(DISTINCT index_name ORDER BY index_name) FROM information_schema.statistics "
      "WHERE table_schema = DATABASE() AND table_name = ";
  BOOST_TEST(shop().value(indexes + "'product'") == "PRIMARY");
  BOOST_TEST(shop().value(indexes + "'indexed_product'") == "idx_indexed_product_sku,PRIMARY");
}

BOOST_AUTO_TEST_CASE(a_sku_is_one_product_and_its_prefix_a_family) {
  BOOST_TEST(shop().number("SELECT COUNT(DISTINCT sku) FROM product") == 25'000);
  const auto families =
      shop().rows("SELECT DISTINCT COUNT(*) FROM product GROUP BY SUBSTRING(sku, 1, 7) ORDER BY 1");
  BOOST_TEST_REQUIRE(families.size() == 3U);
  BOOST_TEST(families[0][0] == "8");
  BOOST_TEST(families[1][0] == "12");
  BOOST_TEST(families[2][0] == "20");
}

BOOST_AUTO_TEST_CASE(a_document_is_16_kB) {
  BOOST_TEST(how_many("document", "CHAR_LENGTH(body) = 16000 AND LENGTH(body) < 16300") == 640);
}

BOOST_AUTO_TEST_CASE(B10_four_byte_text) {
  const std::string text = "x😉y𠜎z";
  const std::string is_it = " = 'x😉y𠜎z' LIMIT 1";
  BOOST_TEST(shop().value("SELECT title FROM book WHERE title" + is_it) == text);
  BOOST_TEST(shop().value("SELECT name FROM author WHERE name" + is_it) == text);
  BOOST_TEST(shop().value("SELECT body FROM review WHERE body" + is_it) == text);
  // Two characters outside the first plane are two characters, not one.
  BOOST_TEST(how_many("book", "title = 'x🚀y𠜎z'") == 0);
}

BOOST_AUTO_TEST_CASE(awkward_titles_come_back_byte_for_byte) {
  std::vector<std::string> titles;
  for (auto& row : shop().rows("SELECT DISTINCT title FROM book")) titles.push_back(std::move(row[0]));
  const std::vector<std::string> wanted = {"Tom's & Anna's \"Great\" <Day>",
                                           "=1+1",
                                           "-Minus",
                                           "+Plus",
                                           "@Home",
                                           "C:\\New Folder\\table",
                                           "100% Sure_",
                                           "مئة ليلة في القاهرة",
                                           "🚀 To the Moon",
                                           "{{title}} & {{{body}}}",
                                           "</script><script>alert(\"x\")</script>",
                                           "NULL",
                                           "0",
                                           "\"Quoted, with a comma\"",
                                           "Line\u2028Separator"};
  for (const std::string& title : wanted)
    BOOST_TEST((std::find(titles.begin(), titles.end(), title) != titles.end()), title);
  std::string books;
  for (int copy = 0; copy < 255; ++copy) books += "📚";
  BOOST_TEST((std::find(titles.begin(), titles.end(), books) != titles.end()), "255 letters of four bytes");
}

BOOST_AUTO_TEST_CASE(columns_are_filled_to_their_limits) {
  BOOST_TEST(shop().number("SELECT MAX(CHAR_LENGTH(title)) FROM book") == 255);
  BOOST_TEST(shop().number("SELECT MAX(CHAR_LENGTH(name)) FROM author") == 200);
  BOOST_TEST(shop().value("SELECT CONCAT(MIN(CHAR_LENGTH(body)), ' ', MAX(CHAR_LENGTH(body))) FROM review") ==
             "0 500");
  BOOST_TEST(how_many("review", "body LIKE '%\\n%'") > 10);
  BOOST_TEST(how_many("review", "body LIKE '%\\r\\n%'") > 10);
  BOOST_TEST(how_many("book", "price = 0") > 0);
  BOOST_TEST(how_many("product", "stock = 0") > 100);
}

// The composed and the decomposed é look alike and are two names.
BOOST_AUTO_TEST_CASE(equal_means_equal_bytes) {
  BOOST_TEST(how_many("book", "title = 'Café'") > 0);
  BOOST_TEST(how_many("book", "title = 'Cafe\u0301'") > 0);
  BOOST_TEST(how_many("book", "title IN ('cafe', 'CAFÉ', 'Cafe')") == 0);
}

BOOST_AUTO_TEST_CASE(what_the_shop_writes_comes_after_what_was_seeded) {
  SeededShop& written = SeededShop::second();
  for (const auto& [table, last] : std::vector<std::pair<std::string, std::string>>{
           {"review", "30000"}, {"product", "25000"}, {"customer_order", "10000"}, {"order_item", "30000"}}) {
    BOOST_TEST(written.value("SELECT auto_increment > " + last +
                             " FROM information_schema.tables WHERE table_schema = "
                             "DATABASE() AND table_name = '" +
                             table + "'") == "1",
               table);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::test
