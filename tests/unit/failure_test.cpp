// Which class an error of the database is of. How each class is handled is tested on a real server
// (tests/faults/database_errors_test.cpp); these are errors that a test can't easily cause.
#include "io/database/failure.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload::io {

BOOST_AUTO_TEST_SUITE(failure)

BOOST_AUTO_TEST_CASE(a_server_that_can_not_write_its_files_has_no_room) {
  for (const int code : {1, 3, 5, 14, 20, 23, 1004, 1021, 1026, 1037, 1038, 1041, 1114, 1135, 1878})
    BOOST_TEST((failure_of(code, "") == Failure::no_room), code);
  BOOST_TEST(
      (failure_of(3, "Error writing file '/tmp/#sql/fd=104' (Errcode: 28 \"No space left on device\")") ==
       Failure::no_room));
  BOOST_TEST((failure_of(1016, "Can't open file: 'book.ibd' (errno: 24 \"Too many open files\")") ==
              Failure::no_room));
  BOOST_TEST((failure_of(1016, "Can't open file: 'book.ibd' (errno: 2 \"No such file or directory\")") ==
              Failure::of_the_query));
  BOOST_TEST((failure_of(1030, "Got error 28 \"No space left on device\" from storage engine InnoDB") ==
              Failure::no_room));
}

BOOST_AUTO_TEST_CASE(what_an_option_of_the_server_prevents_is_known_by_the_option) {
  const auto with = [](const std::string& option) {
    return failure_of(1290, "The MariaDB server is running with the --" + option +
                                " option so it cannot execute this statement");
  };
  BOOST_TEST((with("read-only") == Failure::read_only));
  BOOST_TEST((with("super-read-only") == Failure::read_only));
  BOOST_TEST((with("max-session-mem-used=8192") == Failure::no_room));
  BOOST_TEST((with("secure-file-priv") == Failure::of_the_query));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_the_query_itself_is_of_the_query) {
  for (const int code : {0, 2, 4, 1046, 1054, 1062, 1064, 1142, 1146, 1264, 1406, 1452, 4025})
    BOOST_TEST((failure_of(code, "") == Failure::of_the_query), code);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
