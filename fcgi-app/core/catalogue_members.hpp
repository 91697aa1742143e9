// The members of the catalogue's document, each named once for both directions: members(archive, item) lists
// them to a writer or a reader. archive(name, member) is always in the document, archive.maybe(name, member)
// only if it is not empty, and archive.derived(name, value) follows from other members, so it is only
// written. For catalogue_writer.cpp and catalogue_reader.cpp.
#pragma once

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

#include "core/catalogue_document.hpp"

namespace caseload::catalogue {

template <class Type, class Wanted>
concept Is = std::same_as<std::remove_const_t<Type>, Wanted>;

// Choices, and their names in the document.

inline std::string_view name_of(Method method) {
  return method == Method::post ? "POST" : "GET";
}
inline std::string_view name_of(KnobType type) {
  return type == KnobType::integer ? "integer" : type == KnobType::dataset ? "dataset" : "text";
}
inline std::string_view name_of(Growth::Shape shape) {
  return shape == Growth::Shape::constant ? "constant" : "grows";
}

template <class Choice>
inline constexpr std::array<Choice, 0> all{};
template <>
inline constexpr std::array all<Pace>{Pace::slow, Pace::fast};
template <>
inline constexpr std::array all<Method>{Method::get, Method::post};
template <>
inline constexpr std::array all<KnobType>{KnobType::integer, KnobType::dataset, KnobType::text};
template <>
inline constexpr std::array all<Growth::Shape>{Growth::Shape::constant, Growth::Shape::grows};
template <>
inline constexpr std::array all<Relation>{Relation::equals, Relation::at_most, Relation::at_least};
template <>
inline constexpr std::array all<When>{When::any, When::warm, When::revisit, When::at_once};
template <>
inline constexpr std::array all<ExerciseType>{ExerciseType::predict, ExerciseType::even,
                                              ExerciseType::choose};
template <>
inline constexpr std::array all<Level>{Level::beginner, Level::intermediate, Level::advanced};
template <>
inline constexpr std::array all<Category>{
    Category::database, Category::templates_and_views, Category::request_processing, Category::asynchronous,
    Category::memory,   Category::concurrency};
template <>
inline constexpr std::array all<Place>{Place::page,   Place::wait,     Place::save,   Place::site,
                                       Place::growth, Place::database, Place::server, Place::transfer};

template <>
inline constexpr std::array all<Path>{Path::beginner, Path::queries, Path::large_tables,
                                      Path::writing,  Path::caching, Path::request};

// Marks a number that stands for a dataset: the document says the dataset's name instead.
inline constexpr struct AsDataset {
} as_dataset;

void members(auto& archive, Is<Label> auto& label) {
  archive("name", label.name);
  archive("reason", label.reason);
}

void members(auto& archive, Is<Headline> auto& headline) {
  archive("key", headline.key);
  archive("knobs", headline.knobs);
  archive("when", headline.when);
  archive("on_floor", headline.on_floor);
  archive.maybe("second", headline.second);
}

void members(auto& archive, Is<Variant> auto& variant, const Case& the_case) {
  archive("name", variant.name);
  archive("pace", variant.pace);
  archive("method", variant.method);
  archive.derived("path", [&] { return path_of(the_case, variant); });
  archive("summary", variant.summary);
  archive("labels", variant.labels);
  archive("cached_by_nginx", variant.cached_by_nginx);
  archive.maybe("headline", variant.headline);
  if (variant.floor != nullptr) archive.derived("floor", [&] { return path_of_floor(the_case, variant); });
}

void members(auto& archive, Is<Claim> auto& claim) {
  archive("variant", claim.variant);
  archive("key", claim.key);
  archive("formula", claim.expected.formula);
  archive("relation", claim.expected.relation);
  archive("when", claim.when);
  archive.derived("warm", [&] { return claim.when == When::warm || claim.when == When::revisit; });
  archive("on_floor", claim.on_floor);
}

void members(auto& archive, Is<Growth> auto& growth) {
  archive("variant", growth.variant);
  archive("key", growth.key);
  archive("over", growth.over);
  archive("shape", growth.shape);
}

void members(auto& archive, Is<DemoStep> auto& step) {
  archive("title", step.title);
  archive("when", step.when);
  archive("knobs", step.knobs);
  archive("at_once", step.at_once);
}

void members(auto& archive, Is<Case::Alias> auto& alias) {
  archive("path", alias.path);
  archive("variant", alias.variant);
}

void members(auto& archive, Is<Intervention> auto& intervention, const Case& the_case) {
  archive("name", intervention.name);
  archive("title", intervention.title);
  archive.derived("path", [&] { return path_of(the_case, intervention); });
  archive("variant", intervention.variant);
  archive("key", intervention.key);
  archive("table", intervention.table);
  archive("apply_sql", intervention.apply_sql);
  archive("undo_sql", intervention.undo_sql);
}

void members(auto& archive, Is<KnobSpec> auto& knob) {
  archive("name", knob.name);
  archive("kind", knob.type);
  archive("help", knob.help);
  switch (knob.type) {
    case KnobType::integer:
      archive("initial", knob.initial);
      archive("minimum", knob.minimum);
      archive("maximum", knob.maximum);
      archive("ladder", knob.ladder);
      break;
    case KnobType::dataset:
      archive("initial", knob.initial, as_dataset);
      archive("ladder", knob.ladder, as_dataset);
      break;
    case KnobType::text:
      archive.derived("initial", [] { return ""; });
      archive("ladder", knob.ladder);
      break;
  }
}

void members(auto& archive, Is<PathStep> auto& step) {
  archive("path", step.path);
  archive("step", step.step);
}

void members(auto& archive, Is<Sign> auto& sign) {
  archive("place", sign.place);
  archive("words", sign.words);
  archive("check", sign.check);
}

void members(auto& archive, Is<Choice> auto& choice) {
  archive("name", choice.name);
  archive("title", choice.title);
  archive("sql", choice.sql);
  archive("chunk", choice.chunk);
}

void members(auto& archive, Is<Exercise> auto& exercise) {
  archive("name", exercise.name);
  archive("title", exercise.title);
  archive("kind", exercise.type);
  archive("key", exercise.key);
  archive("question", exercise.question);
  archive("answer", exercise.answer);
  archive("why", exercise.why);
  archive("within_percent", exercise.within_percent);
  archive.maybe("variants", exercise.variants);
  archive.maybe("knobs", exercise.knobs);
  archive.maybe("knob", exercise.knob);
  archive("when", exercise.when);
  archive("on_floor", exercise.on_floor);
  archive.maybe("keys_sql", exercise.keys_sql);
  archive.maybe("choices", exercise.choices);
}

void members(auto& archive, Is<Lesson> auto& lesson) {
  archive("symptom", lesson.symptom);
  archive("why", lesson.why);
  archive("recognise", lesson.recognise);
  archive("fix", lesson.fix);
  archive("caution", lesson.caution);
  archive("exercises", lesson.exercises);
  archive("level", lesson.level);
  archive("minutes", lesson.minutes);
  archive("search_words", lesson.search_words);
  archive("symptoms", lesson.signs);
  archive("paths", lesson.paths);
}

void members(auto& archive, Is<Case> auto& the_case, Is<Lesson> auto& lesson) {
  archive("slug", the_case.slug);
  archive("stem", the_case.stem);
  archive("title", lesson.title);
  archive("category", lesson.category);
  archive.derived("category_title", [&] { return title_of(lesson.category); });
  archive("page", the_case.page);
  archive("lesson", lesson);
  archive("knobs", the_case.knobs);
  archive("variants", the_case.variants, the_case);
  archive("claims", the_case.claims);
  archive("growth", the_case.growth);
  archive("demo", the_case.demo);
  archive("aliases", the_case.aliases);
  archive.maybe("interventions", the_case.interventions, the_case);
  archive.maybe("unequal_because", the_case.unequal_because);
}

void members(auto& archive, Is<EvidenceKey> auto& key) {
  archive("key", key.name);
  archive("unit", key.unit);
  archive("one", key.one);
  archive("many", key.many);
  archive("title", key.title);
  archive("meaning", key.meaning);
  archive("source", key.source);
  archive("cost", key.cost);
}

}  // namespace caseload::catalogue
