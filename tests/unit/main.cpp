// The main of every test program. One line per failed check; --log_level=test_suite shows each test.
#define BOOST_TEST_MODULE caseload
#include <boost/test/unit_test.hpp>
