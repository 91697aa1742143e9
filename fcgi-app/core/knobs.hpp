// The knobs of a case: their names and bounds, and the values of one request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseload {

// Three databases that differ only in size. The number is the factor.
enum class Dataset : int { x1 = 1, x4 = 4, x16 = 16 };
inline constexpr Dataset all_datasets[] = {Dataset::x1, Dataset::x4, Dataset::x16};
std::string_view name_of(Dataset dataset);  // "x1"
std::optional<Dataset> dataset_named(std::string_view name);

enum class KnobType { integer, dataset, text };

struct KnobSpec {
  std::string name;  // query parameter
  KnobType type = KnobType::integer;
  std::string help;  // one short line, shown beside the field
  std::int64_t initial = 0;
  std::int64_t minimum = 0;
  std::int64_t maximum = 0;
  std::vector<std::int64_t> ladder;                // the values that tests and load runs use
  void (*check_text)(std::string_view) = nullptr;  // for text knobs; throws BadRequest if the text is invalid
};

// n: default 100, ladder 10, 40, 160, 640, as far as the maximum allows.
KnobSpec items_knob(std::string help, std::int64_t maximum = 10'240);
KnobSpec dataset_knob(Dataset initial = Dataset::x1);
KnobSpec page_knob(std::int64_t maximum);

class Knobs {
 public:
  // Parses the query string; missing knobs get their defaults. Throws BadRequest for a value that is out of
  // bounds or not a whole number, for a parameter given twice, and for an unknown parameter. The message
  // names the parameter and its bounds, or lists the parameters that exist.
  static Knobs parse(const std::vector<KnobSpec>& specs,
                     const std::vector<std::pair<std::string, std::string>>& query);

  std::int64_t n() const { return integer("n"); }
  std::int64_t page() const { return integer("page"); }
  Dataset dataset() const { return dataset_; }  // x1 if the case has no such knob
  std::int64_t integer(std::string_view name) const;
  std::string_view text(std::string_view name) const;  // "" if not given

  // "n=100&dataset=x1", in the order of the specs. Equal knobs give equal strings.
  std::string query_string() const;
  std::vector<std::pair<std::string, std::string>> values() const;
  void set(std::string_view name, std::string value);

 private:
  struct KnobValue {
    std::string name;
    std::string text;
    std::optional<std::int64_t> number;  // for whole-number knobs
  };
  const KnobValue& value(std::string_view name) const;  // throws std::logic_error if the knob is not declared

  std::vector<KnobValue> values_;
  Dataset dataset_ = Dataset::x1;
};

}  // namespace caseload
