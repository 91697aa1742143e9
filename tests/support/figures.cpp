#include "tests/support/figures.hpp"

#include <fstream>

#include "io/json/json.hpp"
#include "tests/support/stack.hpp"

namespace caseload::test {

void note_figure(const std::string& target, std::int64_t value, Value counted) {
  const std::string file = variable_or("CASELOAD_TEST_FIGURES", "");
  if (file.empty()) return;
  std::ofstream(file, std::ios::app)
      << io::to_json(Value::object({{"target", target}, {"value", value}, {"counted", std::move(counted)}}))
      << '\n';
}

}  // namespace caseload::test
