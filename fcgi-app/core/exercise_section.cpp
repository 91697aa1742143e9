#include <algorithm>
#include <set>

#include "core/exercise.hpp"
#include "core/lesson_lines.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

constexpr std::string_view title_sign = "### ";
constexpr std::string_view fence = "```";
constexpr std::string_view fields =
    "predict, even, choose, at, knob, visit, on, within, keys, chunks, question, answer, why";
constexpr int max_chunk = 1'000;

// What is read before the exercise is complete.
struct Draft {
  Exercise exercise;
  std::set<std::string, std::less<>> seen;
  std::vector<int> chunks;
  int began_at = 0;
};

std::string name_from(std::string_view title) {
  std::string name;
  for (const char c : lower_case(title)) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_plain) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (name.ends_with('-')) name.pop_back();
  return name;
}

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

Key key_named(const Lines& lines, std::string_view name) {
  const EvidenceKey* found = find_evidence_key(name);
  if (found == nullptr) lines.refuse(quoted(name) + " is not an evidence key; docs/evidence.md lists them");
  if (found->unit == Unit::microseconds)
    lines.refuse(quoted(name) +
                 " is a time; an exercise compares counts or bytes, since times vary from run to run");
  return found->key;
}

int number_in(const Lines& lines, std::string_view what, std::string_view text, int minimum, int maximum) {
  const auto number = whole_number(trimmed(text));
  if (!number || *number < minimum || *number > maximum)
    lines.refuse(std::string(what) + " must be a whole number from " + std::to_string(minimum) + " to " +
                 std::to_string(maximum) + "; got " + quoted(text));
  return static_cast<int>(*number);
}

// predict: sql of slow; even: commits of slow and fast; choose: rows-examined
void read_type(const Lines& lines, std::string_view name, std::string_view value, Draft& draft) {
  Exercise& exercise = draft.exercise;
  if (draft.seen.contains("type")) lines.refuse("an exercise has one of 'predict', 'even' and 'choose'");
  draft.seen.insert("type");
  exercise.type = name == "predict" ? ExerciseType::predict
                  : name == "even"  ? ExerciseType::even
                                    : ExerciseType::choose;
  const std::size_t of = value.find(" of ");
  exercise.key = key_named(lines, trimmed(value.substr(0, of)));
  if (of != std::string_view::npos)
    for (std::string_view rest = value.substr(of + 4); !rest.empty();) {
      const std::size_t end = rest.find(" and ");
      exercise.variants.emplace_back(trimmed(rest.substr(0, end)));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 5);
    }
  const std::size_t wanted = exercise.type == ExerciseType::predict ? 1
                             : exercise.type == ExerciseType::even  ? 2
                                                                    : 0;
  if (exercise.variants.size() != wanted)
    lines.refuse("write 'predict: KEY of VARIANT', 'even: KEY of SLOW and FAST' or 'choose: KEY'; got " +
                 quoted(value));
}

// at: n=37, dataset=x4
void read_knobs(const Lines& lines, std::string_view value, Exercise& exercise) {
  for (const std::string& part : split(value, ",")) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos)
      lines.refuse("'at' must be 'KNOB=VALUE', separated by commas; got " + quoted(value));
    exercise.knobs.emplace_back(trimmed(std::string_view(part).substr(0, equals)),
                                trimmed(std::string_view(part).substr(equals + 1)));
  }
}

void read_field(const Lines& lines, std::string_view name, std::string_view value, Draft& draft) {
  Exercise& exercise = draft.exercise;
  if (name == "predict" || name == "even" || name == "choose") {
    read_type(lines, name, value, draft);
  } else if (name == "at") {
    read_knobs(lines, value, exercise);
  } else if (name == "knob") {
    exercise.knob = value;
  } else if (name == "visit") {
    if (value != "warm" && value != "revisit")
      lines.refuse("visit must be warm or revisit; got " + quoted(value));
    exercise.when = value == "warm" ? When::warm : When::revisit;
  } else if (name == "on") {
    if (value != "floor") lines.refuse("on must be floor; got " + quoted(value));
    exercise.on_floor = true;
  } else if (name == "within") {
    if (!value.ends_with('%')) lines.refuse("within must be a percentage such as 10 %; got " + quoted(value));
    exercise.within_percent = number_in(lines, "within", value.substr(0, value.size() - 1), 1, 50);
  } else if (name == "keys") {
    exercise.keys_sql = value;
  } else if (name == "chunks") {
    for (const std::string& part : split(value, ","))
      draft.chunks.push_back(number_in(lines, "a chunk", part, 1, max_chunk));
  } else if (name == "question") {
    exercise.question = value;
  } else if (name == "answer") {
    exercise.answer = value;
  } else if (name == "why") {
    exercise.why = value;
  } else {
    lines.refuse(quoted(name) + " is not a field of an exercise; the fields are " + std::string(fields));
  }
}

// ```sql join: One JOIN ... ```
void read_choice(Lines& lines, Exercise& exercise) {
  const int opened_at = lines.number();
  const std::string_view info = trimmed(lines.line().substr(fence.size()));
  if (!info.starts_with("sql"))
    lines.refuse("a query must begin with ```sql NAME: TITLE; got " + quoted(info));
  const std::string_view head = trimmed(info.substr(3));
  const std::size_t colon = head.find(": ");
  Choice choice{.name = std::string(head.substr(0, colon)),
                .title = colon == std::string_view::npos ? "" : std::string(trimmed(head.substr(colon + 2))),
                .sql = {}};
  for (lines.advance(); lines.line() != fence; lines.advance()) {
    if (lines.at_end()) lines.refuse(opened_at, "this query is never closed; add a line of ```");
    choice.sql.append(choice.sql.empty() ? "" : "\n").append(lines.line());
  }
  const bool reads = choice.sql.starts_with("SELECT ") || choice.sql.starts_with("WITH ");
  if (!reads || choice.sql.find(';') != std::string::npos)
    lines.refuse(opened_at, "a query to choose must be one SELECT, without a semicolon");
  for (const Choice& each : exercise.choices)
    if (each.name == choice.name) lines.refuse(opened_at, "there are two queries " + quoted(choice.name));
  exercise.choices.push_back(std::move(choice));
  lines.advance();
}

// One query, in chunks of several sizes.
void make_chunks(const Lines& lines, Draft& draft) {
  Exercise& exercise = draft.exercise;
  if (exercise.choices.size() != 1) lines.refuse(draft.began_at, "an exercise with 'chunks' has one query");
  const std::string sql = exercise.choices.front().sql;
  if (sql.find("(?)") == std::string::npos || sql.find("(?)") != sql.rfind("(?)"))
    lines.refuse(draft.began_at, "the query must have one (?), where a chunk of the keys goes");
  exercise.choices.clear();
  for (const int chunk : draft.chunks)
    exercise.choices.push_back(
        {.name = std::to_string(chunk),
         .title = chunk == 1 ? "one key in each query" : std::to_string(chunk) + " keys in each query",
         .sql = sql,
         .chunk = chunk});
}

void check_choices(const Lines& lines, Draft& draft) {
  const Exercise& exercise = draft.exercise;
  if (draft.seen.contains("keys") != draft.seen.contains("chunks"))
    lines.refuse(draft.began_at, "'keys' and 'chunks' need each other");
  if (!draft.chunks.empty()) {
    make_chunks(lines, draft);
  } else {
    for (const Choice& each : exercise.choices)
      if (each.name.empty() || each.title.empty() || each.sql.find('?') != std::string::npos)
        lines.refuse(draft.began_at, "each query must begin with ```sql NAME: TITLE and have no parameters");
  }
  if (exercise.choices.size() < 2)
    lines.refuse(draft.began_at, "there must be at least two queries to choose from");
  if (std::ranges::find(exercise.choices, exercise.answer, &Choice::name) == exercise.choices.end())
    lines.refuse(draft.began_at, "the answer " + quoted(exercise.answer) + " is not one of the choices: " +
                                     names_in(exercise.choices, &Choice::name));
}

void finish(const Lines& lines, Draft& draft) {
  const Exercise& exercise = draft.exercise;
  const std::string of = "the exercise " + quoted(exercise.title);
  if (!draft.seen.contains("type"))
    lines.refuse(draft.began_at, of + " has none of 'predict', 'even' and 'choose'");
  for (const std::string_view name : {"question", "answer", "why"})
    if (!draft.seen.contains(name)) lines.refuse(draft.began_at, of + " has no " + quoted(name));
  if (exercise.type == ExerciseType::choose) return check_choices(lines, draft);
  if (!exercise.choices.empty() || draft.seen.contains("keys") || draft.seen.contains("chunks"))
    lines.refuse(draft.began_at, of + " has queries, but only 'choose' runs them");
  if ((exercise.type == ExerciseType::even) != draft.seen.contains("knob"))
    lines.refuse(draft.began_at, "'even' and 'knob' need each other");
  if (!whole_number(exercise.answer))
    lines.refuse(draft.began_at, "the answer of " + of + " must be a whole number");
}

Exercise read_exercise(Lines& lines) {
  Draft draft;
  draft.began_at = lines.number();
  draft.exercise.title = trimmed(lines.line().substr(title_sign.size()));
  draft.exercise.name = name_from(draft.exercise.title);
  if (draft.exercise.name.empty()) lines.refuse("an exercise needs a title");
  lines.advance();
  while (!lines.at_end() && !lines.line().starts_with("## ") && !lines.line().starts_with(title_sign)) {
    if (trimmed(lines.line()).empty()) {
      lines.advance();
      continue;
    }
    if (lines.line().starts_with(fence)) {
      read_choice(lines, draft.exercise);
      continue;
    }
    const std::size_t colon = lines.line().find(": ");
    if (colon == std::string_view::npos) lines.refuse("each line of an exercise must be 'name: value'");
    const std::string_view name = trimmed(lines.line().substr(0, colon));
    if (!draft.seen.emplace(name).second) lines.refuse(quoted(name) + " is given twice");
    const std::string_view value = trimmed(lines.line().substr(colon + 2));
    if (value.empty()) lines.refuse(quoted(name) + " has no value");
    read_field(lines, name, value, draft);
    lines.advance();
  }
  finish(lines, draft);
  return std::move(draft.exercise);
}

}  // namespace

std::vector<Exercise> read_exercises(Lines& lines) {
  const int heading_at = lines.number() - 1;
  std::vector<Exercise> exercises;
  while (!lines.at_end() && !lines.line().starts_with("## ")) {
    if (trimmed(lines.line()).empty()) {
      lines.advance();
      continue;
    }
    if (!lines.line().starts_with(title_sign))
      lines.refuse("an exercise must begin with '### ' and its title");
    const int title_at = lines.number();
    exercises.push_back(read_exercise(lines));
    for (std::size_t i = 0; i + 1 < exercises.size(); ++i)
      if (exercises[i].name == exercises.back().name)
        lines.refuse(title_at, "there are two exercises " + quoted(exercises.back().title));
  }
  if (exercises.empty()) lines.refuse(heading_at, "this section is empty");
  return exercises;
}

}  // namespace caseload
