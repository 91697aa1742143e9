#include "app/exercises/measure.hpp"

#include <algorithm>
#include <stdexcept>

#include "app/case_pages/demo.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/text/hash.hpp"

namespace caseload {

namespace {

constexpr std::int64_t max_said = 1'000'000'000'000;
constexpr std::int64_t bytes_asked_in = 1'000;  // kB
constexpr double close_factor = 1.25;

std::int64_t value_of(const Exercise& exercise, const Evidence& evidence) {
  const auto value = evidence.get(exercise.key);
  if (!value)
    throw Unavailable("this program does not measure " + std::string(name_of(exercise.key)) +
                      ", so the exercise can't be graded here");
  return *value;
}

Measured measured_of(const Exercise& exercise, const VariantRun& run) {
  return {.name = run.variant->name,
          .title = {},
          .value = value_of(exercise, run.evidence),
          .evidence = run.evidence,
          .trace = run.trace,
          .rows_hash = {}};
}

// What the first visit stored may be gone if the cache server stalls or another visitor drops it.
VariantRun second_visit(Owners& owners, const Request& request, const Case& the_case,
                        const VariantRun& first) {
  constexpr int max_tries = 3;
  VariantRun run = first;
  for (int tried = 0; tried < max_tries; ++tried) {
    run = run_again(owners, request, the_case, run, true);
    if (is_warm(run.evidence)) return run;
  }
  throw Unavailable(
      "the cache did not keep what the first visit stored, so the second visit can't be measured; "
      "try again later");
}

// A warm visit and a revisit are the second request; the floor is requested right after the variant.
VariantRun visit(Owners& owners, const Request& request, const Case& the_case, const Exercise& exercise,
                 const std::string& name) {
  const Variant& variant = *the_case.variant(name);
  VariantRun run = run_variant(owners, request, the_case, variant);
  if (exercise.when != When::any) run = second_visit(owners, request, the_case, run);
  if (!exercise.on_floor) return run;
  const auto floor = floor_of(variant);
  if (!floor) throw std::logic_error("the variant " + name + " of " + the_case.slug + " has no floor");
  run = run_variant(owners, request, the_case, *floor);
  run.variant = &variant;
  return run;
}

std::vector<std::int64_t> keys_of(Database& db, const Exercise& exercise) {
  std::vector<std::int64_t> keys;
  if (exercise.keys_sql.empty()) return keys;
  Cursor cursor = db.run(exercise.keys_sql, {});
  while (cursor.next()) keys.push_back(cursor.integer(0));
  return keys;
}

void add_rows(Database& db, const std::string& sql, std::span<const Parameter> parameters, io::Sha256& rows) {
  Cursor cursor = db.run(sql, parameters);
  while (cursor.next()) {
    for (std::size_t column = 0; column < cursor.column_count(); ++column) {
      rows.update(cursor.is_null(column) ? std::string("-") : "+" + cursor.text(column));
      rows.update(std::string_view("\0", 1));
    }
  }
}

void run_choice(Database& db, const Choice& choice, const std::vector<std::int64_t>& keys, io::Sha256& rows) {
  if (choice.chunk == 0) return add_rows(db, choice.sql, {}, rows);
  const auto chunk = static_cast<std::size_t>(choice.chunk);
  for (std::size_t from = 0; from < keys.size(); from += chunk) {
    const std::size_t size = std::min(chunk, keys.size() - from);
    std::string places = "(?";
    for (std::size_t i = 1; i < size; ++i) places += ", ?";
    std::string sql = choice.sql;
    replace_all(sql, "(?)", places + ")");
    std::vector<Parameter> parameters;
    for (std::size_t i = 0; i < size; ++i) parameters.push_back(to_parameter(keys[from + i]));
    add_rows(db, sql, parameters, rows);
  }
}

Measured measured_of(Owners& owners, const Request& request, const Exercise& exercise, const Choice& choice) {
  Trace trace(owners.clock, true, Trace::Start::by_restart);
  std::vector<std::int64_t> keys;
  {
    Trace unmeasured(owners.clock, false);
    Database db(owners.connections, unmeasured, request.knobs.dataset());
    keys = keys_of(db, exercise);
  }
  Database db(owners.connections, trace, request.knobs.dataset());
  io::Sha256 rows;
  db.begin_probe();
  trace.restart();
  run_choice(db, choice, keys, rows);
  trace.measure();
  db.end_probe();
  const Evidence evidence = trace.evidence();
  return {.name = choice.name,
          .title = choice.title,
          .value = value_of(exercise, evidence),
          .evidence = evidence,
          .trace = trace.document(),
          .rows_hash = rows.hex()};
}

Grade grade_prediction(const Exercise& exercise, std::int64_t said, std::int64_t measured) {
  if (evidence_key(exercise.key).unit == Unit::bytes) said *= bytes_asked_in;
  const double off = static_cast<double>(std::abs(said - measured));
  if (off * 100 <= static_cast<double>(measured) * exercise.within_percent) return Grade::right;
  const double more = static_cast<double>(std::max(said, measured));
  const double less = static_cast<double>(std::min(said, measured));
  return less > 0 && more < close_factor * less ? Grade::close : Grade::wrong;
}

Grade grade_even(const Exercise& exercise, std::int64_t slow, std::int64_t fast) {
  const double most = static_cast<double>(std::max(slow, fast));
  if (static_cast<double>(std::abs(slow - fast)) * 100 <= most * exercise.within_percent) return Grade::right;
  return slow > fast ? Grade::pays : Grade::pays_not;
}

}  // namespace

void check_said(const Case& the_case, const Exercise& exercise, const std::string& said) {
  switch (exercise.type) {
    case ExerciseType::predict: {
      const auto number = whole_number(said);
      if (!number || *number < 0 || *number > max_said)
        throw BadRequest("the guess must be a whole number from 0 to " + std::to_string(max_said) + "; got " +
                         in_quotes(said));
      return;
    }
    case ExerciseType::even:
      Knobs::parse(the_case.knobs, {{exercise.knob, said}});
      return;
    case ExerciseType::choose: {
      std::string names;
      for (const Choice& each : exercise.choices) {
        if (each.name == said) return;
        names += (names.empty() ? "" : ", ") + each.name;
      }
      throw BadRequest("the choice must be one of " + names + "; got " + in_quotes(said));
    }
  }
}

std::vector<Measured> measure(Owners& owners, const Request& request, const Case& the_case,
                              const Exercise& exercise, const std::string& said) {
  std::vector<NameValue> knobs = exercise.knobs;
  if (exercise.type == ExerciseType::even) knobs.emplace_back(exercise.knob, said);
  Request asked = request;
  asked.knobs = Knobs::parse(the_case.knobs, knobs);
  asked.knobs = reached_by_links(owners, asked, the_case, asked.knobs);
  std::vector<Measured> all;
  for (const std::string& name : exercise.variants)
    all.push_back(measured_of(exercise, visit(owners, asked, the_case, exercise, name)));
  for (const Choice& choice : exercise.choices) all.push_back(measured_of(owners, asked, exercise, choice));
  return all;
}

std::string_view name_of(Grade grade) {
  switch (grade) {
    case Grade::right:
      return "right";
    case Grade::close:
      return "close";
    case Grade::wrong:
      return "wrong";
    case Grade::pays:
      return "pays";
    case Grade::pays_not:
      return "pays_not";
  }
  throw std::logic_error("unknown grade");
}

Grade grade(const Exercise& exercise, const std::string& said, const std::vector<Measured>& measured) {
  switch (exercise.type) {
    case ExerciseType::predict:
      return grade_prediction(exercise, whole_number(said).value(), measured.front().value);
    case ExerciseType::even:
      return grade_even(exercise, measured.at(0).value, measured.at(1).value);
    case ExerciseType::choose: {
      const auto chosen = std::ranges::find(measured, said, &Measured::name);
      return chosen->value == least_of(measured).value ? Grade::right : Grade::wrong;
    }
  }
  throw std::logic_error("unknown type of exercise");
}

const Measured& least_of(const std::vector<Measured>& measured) {
  return *std::ranges::min_element(measured, {}, &Measured::value);
}

}  // namespace caseload
