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
struct DemoWrite;   // shop/shop_writes.hpp: a write, and what undoes it

enum class Pace { slow, fast };
std::string_view name_of(Pace pace);

// A problem that a variant has, as the detector should name it. Several cases may share a label.
struct Label {
  std::string name;    // one of the known labels, usually the slug of a case
  std::string reason;  // why it applies; required for every label after the first
};

using KnobValues = std::vector<std::pair<std::string, std::string>>;

// The measure on which the fix wins, and the knob values at which that shows most clearly.
struct Headline {
  Key key = Key::sql;
  std::optional<Key> second;  // shown beside it
  KnobValues knobs;           // other knobs keep their defaults
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
  // A trivial response behind the same middleware, for variants whose middleware differs from the app's. The
  // detector uses it as the floor. Requested with GET.
  Response (*floor)(const Request&, Services&) = nullptr;
};

// The variant's floor as a separate variant; std::nullopt if it has none.
std::optional<Variant> floor_of(const Variant& variant);

// How a count changes along a knob's ladder: it grows with the knob (last/first >= half the knob's ratio) or
// stays constant (last/first <= 1.25). For counts without a closed formula, such as bytes.
struct Growth {
  enum class Shape { constant, grows };
  std::string variant;
  Key key;
  std::string over;  // knob
  Shape shape = Shape::constant;
};

// One request of the demo, or several at the same time. The Run button sends the steps to each variant one
// after the other.
struct DemoStep {
  std::string title;  // "second visit"
  When when = When::any;
  KnobValues knobs;                  // other knobs as chosen on the page
  const DemoWrite* write = nullptr;  // made before the step, and undone at the end of the Run
  // How many requests the step sends at the same time, at most as many as max_slow_running allows.
  // Their evidence is the sum of their counts.
  int at_once = 1;
  // Runs before each variant's requests at once, for example to expire a cached entry. Not measured.
  void (*prepare)(const Request&, Services&) = nullptr;

  When visit() const { return at_once > 1 ? When::at_once : when; }
};

// A change to the database, such as a new index. A load test measures the variants before and after it and
// then undoes it. Each text is a single SQL statement.
struct Intervention {
  std::string name;        // part of its address: "create-index"
  std::string title;       // "an index on product.sku"
  std::string variant;     // the variant that it speeds up
  Key key;                 // the evidence key that goes down
  std::string table;       // the table whose sizes are reported
  std::string apply_sql;   // as an administrator would write it
  std::string undo_sql;    // reverts it
  std::string insert_sql;  // adds rows to measure insert speed; always rolled back
};

// The outcome of a job. The worker runs `effect` in the transaction that marks the job as done, so its writes
// happen exactly once, however often the job was started.
struct JobOutcome {
  Value result;  // shown on the job's page with the case's template
  std::function<void()> effect;
};

// A type of background job. A page queues a job by the type's name (jobs/queue.hpp), and a worker runs it.
struct JobType {
  std::string name;  // unique among all cases
  JobOutcome (*run)(JobContext&) = nullptr;
};

struct Case {
  std::string page;  // what the page shows: "a list of books with their authors' names"
  std::vector<KnobSpec> knobs;
  std::vector<Variant> variants;
  std::vector<Claim> claims;
  std::vector<DemoStep> demo;  // empty: one plain request
  std::vector<Growth> growth;
  std::vector<Intervention> interventions;
  std::vector<JobType> jobs;
  std::string unequal_because;  // why the bodies of the variants can't be compared within one request; empty
                                // if they can
  struct Alias {
    std::string path;  // absolute
    std::string variant;
  };
  std::vector<Alias> aliases;

  // Set by the catalogue.
  std::string stem;           // n_plus_one
  std::string slug;           // n-plus-one
  std::string template_name;  // cases/n_plus_one

  const Variant* variant(std::string_view name) const;
  const Variant* first(Pace pace) const;  // nullptr where no variant has that pace
  const Intervention* intervention(std::string_view name) const;
  bool writes() const;                   // its variants use POST
  const DemoStep* step_at_once() const;  // the last one that sends several requests at once; or nullptr
};

// /cases/<slug>/<variant>, or /cached/<slug>/<variant> where nginx's cache serves it.
std::string path_of(const Case& the_case, const Variant& variant);

// The address of the variant's floor: /cases/<slug>/<variant>/floor.
std::string path_of_floor(const Case& the_case, const Variant& variant);

// POST there with /apply or /undo behind it: /cases/<slug>/interventions/<name>.
std::string path_of(const Case& the_case, const Intervention& intervention);

}  // namespace caseload
