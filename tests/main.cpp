// The main function of all test programs. Prints one line per failed check; --log_level=test_suite shows each
// test.
#include <boost/test/unit_test.hpp>

#include "tests/support/child_function.hpp"

namespace {

bool name_master_suite() {
  boost::unit_test::framework::master_test_suite().p_name.value = "caseload";
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = caseload::test::run_child_function(argc, argv)) return *status;
  return boost::unit_test::unit_test_main(&name_master_suite, argc, argv);
}
