// A case: one web performance problem as a page with a slow and a fast variant. Each file in
// fcgi-app/cases defines one function that returns its Case; see docs/adding-a-case.md.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/knobs.hpp"
#include "core/request.hpp"
#include "core/response.hpp"
#include "core/value.hpp"

namespace caseload {

struct Services;    // shop/services.hpp: what one request may use
struct JobContext;  // jobs/job_context.hpp: what one job may use

enum class Pace { slow, fast };
enum class Category { database, templates_and_views, request_processing, asynchronous, memory };
std::string_view name_of(Pace pace);
std::string_view name_of(Category category);   // "templates-and-views"
std::string_view title_of(Category category);  // "Templates and views"

struct Variant {
  std::string name;  // "slow", "fast", "queries"; last part of its address
  Pace pace = Pace::slow;
  std::string summary;  // one line: what this variant does
  Response (*run)(const Request&, Services&) = nullptr;
  Method method = Method::get;   // post for variants that write
  bool cached_by_nginx = false;  // served below /cached/, where nginx's cache is on
  // A trivial answer behind the same middleware, where that differs from the app's: what a detector takes as
  // the floor. Asked for with GET.
  Response (*floor)(const Request&, Services&) = nullptr;
};

// Its floor as a variant of its own; std::nullopt where it has none.
std::optional<Variant> floor_of(const Variant& variant);

// What a claim's value may depend on.
struct ClaimContext {
  const Knobs& knobs;
  const Value& answer;  // the page's JSON answer, the same for all variants

  std::int64_t length(
      std::string_view list) const;  // of a list in the answer: fewer than n where the table ends first
};

// A count that a test asserts at every size and the docs print. Never a time.
struct Claim {
  enum class Relation { equals, at_most, at_least };
  std::string variant;
  std::string key;      // evidence key: "sql", "rows", ...
  std::string formula;  // as people read it: "1 + n"
  std::int64_t (*value)(const ClaimContext&) = nullptr;
  Relation relation = Relation::equals;
  bool warm = false;      // holds for a repeated request, not for the first
  bool on_floor = false;  // of the variant's floor, asked for just after the variant itself

  bool holds(std::int64_t measured, std::int64_t expected) const;
};
std::string_view name_of(Claim::Relation relation);  // "at_most"

// How a count moves along a knob's ladder: grows with it (last/first >= half the knob's ratio) or stays
// (last/first <= 1.25). For counts that have no closed formula, such as bytes.
struct Growth {
  enum class Shape { constant, grows };
  std::string variant;
  std::string key;
  std::string over;  // knob
  Shape shape = Shape::constant;
};

// Another label that the detector may rightly give to this variant, and why.
struct AlsoTrue {
  std::string variant;
  std::string label;  // slug
  std::string reason;
};

// A change to the database that a load test makes, measures the variants before and after, and takes back.
// Each text is one statement.
struct Intervention {
  std::string name;        // last but one part of its address: "create-index"
  std::string title;       // "an index on product.sku"
  std::string variant;     // whose page it changes
  std::string key;         // the evidence of that variant that goes down
  std::string table;       // whose sizes are told
  std::string apply_sql;   // as an administrator would write it
  std::string undo_sql;    // takes it back
  std::string insert_sql;  // adds rows to the table, to tell how fast they go in; it is always rolled back
};

// What a job comes to. The worker runs `effect` in the transaction that notes the job as done, so that what
// it writes happens once, however often the job was begun.
struct JobOutcome {
  Value result;  // what the job's page shows, by the template of the case
  std::function<void()> effect;
};

// Work in the background: a page puts it into the queue by its kind (jobs/queue.hpp), a worker runs it.
struct JobKind {
  std::string kind;  // unique among all cases
  JobOutcome (*run)(JobContext&) = nullptr;
};

// How the same mistake and fix look elsewhere. Code, a few lines each.
struct Twin {
  std::string system;  // "Django", "Rails", "Hibernate", "SQL"
  std::string slow;
  std::string fast;
};

// Markdown, short: written for a tired developer at work.
struct Lesson {
  std::string symptom;
  std::string why;
  std::string recognise;
  std::string fix;
  std::string caution;  // when not to apply the fix, and what it costs
  std::vector<Twin> twins;
};

struct Case {
  std::string title;
  Category category = Category::database;
  std::string page;  // what the page shows: "n books with their authors' names"
  Lesson lesson;
  std::vector<KnobSpec> knobs;
  std::vector<Variant> variants;
  std::vector<Claim> claims;
  std::vector<Growth> growth;
  std::vector<AlsoTrue> also_true;
  std::vector<Intervention> interventions;
  std::vector<JobKind> jobs;
  std::string unequal_because;  // set where the bodies of variants can't be compared inside one request
  struct Alias {
    std::string path;  // absolute
    std::string variant;
  };
  std::vector<Alias> aliases;

  // Set by the catalogue.
  std::string stem;  // n_plus_one
  std::string slug;  // n-plus-one

  const Variant* variant(std::string_view name) const;
  const Intervention* intervention(std::string_view name) const;
  bool writes() const;  // its variants are POST
};

}  // namespace caseload
