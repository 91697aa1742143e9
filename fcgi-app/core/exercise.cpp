#include "core/exercise.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/case.hpp"
#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

std::string names_of(const Case& the_case) {
  std::string names;
  for (const Variant& each : the_case.variants) names += (names.empty() ? "" : ", ") + each.name;
  return names;
}

void check_variants(const Case& the_case, const Exercise& exercise, const auto& refuse) {
  for (const std::string& name : exercise.variants) {
    const Variant* variant = the_case.variant(name);
    if (variant == nullptr) refuse("the case has no variant '" + name + "'; it has " + names_of(the_case));
    if (exercise.when != When::any && variant->cached_by_nginx)
      refuse("nginx serves the second visit to '" + name + "', so the application can't count it");
  }
  if (exercise.type != ExerciseType::even) return;
  if (the_case.variant(exercise.variants[0])->pace != Pace::slow ||
      the_case.variant(exercise.variants[1])->pace != Pace::fast)
    refuse("'even' compares a slow variant with a fast one, in this order");
}

}  // namespace

std::string_view name_of(ExerciseType type) {
  return type == ExerciseType::predict ? "predict" : type == ExerciseType::even ? "even" : "choose";
}

void check_exercises(const Case& the_case, const std::vector<Exercise>& exercises) {
  for (const Exercise& exercise : exercises) {
    const auto refuse = [&](const std::string& reason) {
      throw ConfigError("fcgi-app/cases/" + the_case.stem + "/lesson.md: the exercise '" + exercise.title +
                        "': " + reason);
    };
    check_variants(the_case, exercise, refuse);
    auto knobs = exercise.knobs;
    if (exercise.type == ExerciseType::even) {
      const auto spec = std::ranges::find(the_case.knobs, exercise.knob, &KnobSpec::name);
      if (spec == the_case.knobs.end() || spec->type != KnobType::integer)
        refuse("the case has no whole-number knob '" + exercise.knob + "'");
      knobs.emplace_back(exercise.knob, exercise.answer);
    }
    try {
      Knobs::parse(the_case.knobs, knobs);
    } catch (const BadRequest& error) {
      refuse(error.what());
    }
  }
}

std::string circumstances_of(const Exercise& exercise) {
  std::string text;
  for (const auto& [name, value] : exercise.knobs) text += (text.empty() ? "" : ", ") + name + " = " + value;
  if (!text.empty()) text = "at " + text;
  const auto add = [&](std::string_view more) { text.append(text.empty() ? "" : ", ").append(more); };
  if (exercise.when == When::warm) add("on the second request");
  if (exercise.when == When::revisit) add("when the browser comes back");
  if (exercise.on_floor) add("on a trivial page behind the same steps");
  return text;
}

std::string answer_text(const Exercise& exercise) {
  switch (exercise.type) {
    case ExerciseType::predict: {
      const std::int64_t number = whole_number(exercise.answer).value_or(0);
      const EvidenceKey& key = evidence_key(exercise.key);
      return grouped(number) + " " +
             std::string(key.unit == Unit::bytes ? "kB"
                         : number == 1           ? key.one
                                                 : key.many);
    }
    case ExerciseType::even:
      return exercise.knob + " = " + exercise.answer;
    case ExerciseType::choose:
      return std::ranges::find(exercise.choices, exercise.answer, &Choice::name)->title;
  }
  throw std::logic_error("unknown type of exercise");
}

}  // namespace caseload
