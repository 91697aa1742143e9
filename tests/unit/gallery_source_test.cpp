// The gallery's pages as the quiz of the site reads them.
#include <boost/test/unit_test.hpp>
#include <set>
#include <stdexcept>
#include <utility>

#include "read/gallery_source.hpp"

namespace caseload::site {
namespace {

constexpr std::string_view page =
    "#include \"lab/gallery_page.hpp\"\n\nnamespace caseload::gallery {\n\nnamespace {\n\n"
    "Response show(const Request&, Services& services) {\n  return services.page({});\n}\n\n"
    "}  // namespace\n\nGalleryPage basket() {\n  return {\n"
    "      .summary = \"a basket with its \\\"lines\\\"\",\n"
    "      .why =\n          \"Each line loads \"\n          \"its book.\",\n"
    "      .knobs = {{.name = \"n\"}},\n      .run = show,\n"
    "      .labels = {{.name = \"n-plus-one\"},\n                 {.name = \"serializer\", .reason = \"a "
    "tree\"}},\n"
    "  };\n}\n\n}  // namespace caseload::gallery\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(gallery_sources)

BOOST_AUTO_TEST_CASE(a_page_is_read_with_its_code_and_its_labels) {
  const GallerySource read = gallery_source(page);
  BOOST_TEST(read.summary == "a basket with its \"lines\"");
  BOOST_TEST(read.why == "Each line loads its book.");
  BOOST_TEST(read.labels == (std::vector<std::string>{"n-plus-one", "serializer"}),
             boost::test_tools::per_element());
  BOOST_TEST(read.code ==
             "Response show(const Request&, Services& services) {\n  return services.page({});\n}");
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named) {
  for (const auto& [part, reason] :
       {std::pair{".why =", "has no .why"}, std::pair{".summary =", "has no .summary"},
        std::pair{"namespace {\n", "has no anonymous namespace"}}) {
    std::string broken(page);
    broken.erase(broken.find(part), std::string_view(part).size());
    BOOST_CHECK_EXCEPTION(gallery_source(broken), std::runtime_error, [&](const std::runtime_error& error) {
      return error.what() == std::string(reason);
    });
  }
}

BOOST_AUTO_TEST_CASE(every_page_of_the_gallery_can_be_read) {
  std::size_t innocent = 0;
  std::set<std::string> labels;
  for (const GallerySource& each : read_gallery("fcgi-app/lab/gallery")) {
    BOOST_TEST(!each.code.empty());
    if (each.labels.empty()) ++innocent;
    for (const std::string& label : each.labels)
      BOOST_TEST(labels.insert(label).first->find_first_not_of("abcdefghijklmnopqrstuvwxyz-") ==
                 std::string::npos);
  }
  BOOST_TEST(innocent > 60U);
  BOOST_TEST(labels.size() > 20U);
  BOOST_TEST(read_gallery("no/such/folder").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::site
