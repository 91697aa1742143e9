// Test mode: every variant, and beside them the hard negatives, under an address that tells nothing, shuffled
// on each start, for a detector that must not know what it looks at. What the service offers here is written
// in locust/README.md.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.hpp"

namespace caseload {

struct BlindPage {
  enum class Kind { variant, hard_negative, floor };

  std::string opaque;  // twelve hex digits
  Kind kind;
  const Case* the_case;
  const Variant* variant;
  std::string floor;  // address of the trivial answer behind the same middleware, where it has its own

  std::string address() const;  // /b/<opaque>, or /cached/b/<opaque> where nginx caches it
};

class BlindPages {
 public:
  BlindPages();  // draws the addresses
  BlindPages(const BlindPages&) = delete;
  BlindPages& operator=(const BlindPages&) = delete;

  const BlindPage* find(std::string_view opaque) const;
  Value document() const;  // /test/blind.json
  Value truth() const;     // /test/truth.json

 private:
  std::deque<Case> negatives_;  // as cases with one variant
  std::deque<Variant> floors_;
  std::vector<BlindPage> pages_;
};

// Takes what tells one page from another out of a trace document: the claims, and the names of tables in
// queries and plans, which become t1, t2, ... in the order in which they first appear.
void hide_identity(Value& trace_document);

}  // namespace caseload
