#include "app/case_pages/time_axis.hpp"

#include "core/numbers.hpp"

namespace caseload {

namespace {

FittingUnit unit_of_time(double us) {
  return us >= 1e7 ? FittingUnit{1e6, "s"} : FittingUnit{1e3, "ms"};
}

std::string in(FittingUnit unit, double us, int places) {
  return plain_decimal(us / unit.size, places) + " " + std::string(unit.name);
}

}  // namespace

TimeAxis::TimeAxis(double from, double to, std::int64_t longest_us)
    : left(from), right(to), axis(axis_up_to(static_cast<double>(longest_us), 5, Steps::whole_no_quarters)) {}

Value TimeAxis::ticks() const {
  Value ticks = Value::list();
  const FittingUnit unit = unit_of_time(axis.top);
  for (const double at : axis.ticks()) {
    const bool is_last = at > axis.top - axis.step / 2;
    ticks.add(Value::object({{"x", plain_decimal(x(at), 1)},
                             {"label", is_last ? in(unit, at, 3) : plain_decimal(at / unit.size, 3)},
                             {"anchor", is_last ? "end" : "middle"}}));
  }
  return ticks;
}

std::string time_text(double us, int places) {
  return in(unit_of_time(us), us, places);
}

}  // namespace caseload
