// A case: one web performance problem as a page with slow and fast variants. Each folder in fcgi-app/cases
// defines one function that returns its Case; its prose is in lesson.md beside it. See docs/adding-a-case.md.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/claim.hpp"
#include "core/knobs.hpp"
#include "core/request.hpp"
#include "core/response.hpp"
#include "core/value.hpp"

namespace caseload {

struct Services;    // shop/services.hpp: what one request may use
struct JobContext;  // jobs/job_context.hpp: what one job may use

enum class Pace { slow, fast };
std::string_view name_of(Pace pace);

// A problem that is true of a variant, as a detector should name it. Several cases may have the same.
struct Label {
  std::string name;    // as in the list of labels, mostly the slug of a case
  std::string reason;  // why it is true, for each one after the first
};

using KnobValues = std::vector<std::pair<std::string, std::string>>;

// The measure on which the fix wins, and the knob values at which that shows most clearly.
struct Headline {
  Key key = Key::sql;
  std::optional<Key> second;  // shown beside it
  KnobValues knobs;           // others have their defaults
  When when = When::any;
  bool on_floor = false;
};

struct Variant {
  std::string name;  // "slow", "fast", "queries"; last part of its address
  Pace pace = Pace::slow;
  std::string summary;  // one line: what this variant does
  Response (*run)(const Request&, Services&) = nullptr;
  std::vector<Label> labels;         // none for fast variants
  std::optional<Headline> headline;  // of each slow variant
  Method method = Method::get;       // post for variants that write
  bool cached_by_nginx = false;      // served below /cached/, where nginx's cache is on
  // A trivial response behind the same middleware, where that differs from the app's: what a detector takes
  // as the floor. Requested with GET.
  Response (*floor)(const Request&, Services&) = nullptr;
};

// Its floor as a variant of its own; std::nullopt where it has none.
std::optional<Variant> floor_of(const Variant& variant);

// How a count moves along a knob's ladder: grows with it (last/first >= half the knob's ratio) or stays
// (last/first <= 1.25). For counts that have no closed formula, such as bytes.
struct Growth {
  enum class Shape { constant, grows };
  std::string variant;
  Key key;
  std::string over;  // knob
  Shape shape = Shape::constant;
};

// A request of the demo that Run makes of each variant, one after the other.
struct DemoStep {
  std::string title;  // "second visit"
  When when = When::any;
  KnobValues knobs;  // others as chosen on the page
};

// A change to the database that a load test makes, measures the variants before and after, and takes back.
// Each text is one statement.
struct Intervention {
  std::string name;        // last but one part of its address: "create-index"
  std::string title;       // "an index on product.sku"
  std::string variant;     // whose page it changes
  Key key;                 // the evidence of that variant that goes down
  std::string table;       // whose sizes are reported
  std::string apply_sql;   // as an administrator would write it
  std::string undo_sql;    // takes it back
  std::string insert_sql;  // adds rows to the table, to measure how fast they go in; it is always rolled back
};

// What a job comes to. The worker runs `effect` in the transaction that records the job as done, so that what
// it writes happens once, however often the job was started.
struct JobOutcome {
  Value result;  // what the job's page shows, by the template of the case
  std::function<void()> effect;
};

// Work in the background: a page adds it to the queue by its type (jobs/queue.hpp), a worker runs it.
struct JobType {
  std::string name;  // unique among all cases
  JobOutcome (*run)(JobContext&) = nullptr;
};

struct Case {
  std::string page;  // what the page shows: "n books with their authors' names"
  std::vector<KnobSpec> knobs;
  std::vector<Variant> variants;
  std::vector<Claim> claims;
  std::vector<DemoStep> demo;  // one plain request where empty
  std::vector<Growth> growth;
  std::vector<Intervention> interventions;
  std::vector<JobType> jobs;
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
  const Variant* first(Pace pace) const;  // nullptr where no variant has that pace
  const Intervention* intervention(std::string_view name) const;
  bool writes() const;  // its variants are POST
};

// /cases/<slug>/<variant>, or /cached/<slug>/<variant> where nginx's cache serves it.
std::string path_of(const Case& the_case, const Variant& variant);

// The address of the variant's floor: /cases/<slug>/<variant>/floor.
std::string path_of_floor(const Case& the_case, const Variant& variant);

// POST there with /apply or /undo behind it: /cases/<slug>/interventions/<name>.
std::string path_of(const Case& the_case, const Intervention& intervention);

}  // namespace caseload
