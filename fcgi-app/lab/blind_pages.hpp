// Test mode: serves every variant, the hard negatives and the gallery under opaque addresses that are
// shuffled at each start, so the detector can't know what it is looking at. locust/README.md documents these
// addresses.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.hpp"

namespace caseload {

struct BlindPage {
  enum class Kind { variant, hard_negative, gallery, floor };

  std::string opaque;  // twelve hex digits
  Kind kind;
  const Case* the_case;
  const Variant* variant;
  std::string known_miss;  // of a gallery page
  std::string floor;       // address of the trivial page behind the same middleware, if it has one

  std::string address() const;  // /b/<opaque>, or /cached/b/<opaque> if nginx caches it
};

class BlindPages {
 public:
  BlindPages();  // draws random addresses
  BlindPages(const BlindPages&) = delete;
  BlindPages& operator=(const BlindPages&) = delete;

  const BlindPage* find(std::string_view opaque) const;
  Value document() const;  // /test/blind.json
  Value truth() const;     // /test/truth.json

 private:
  void add(std::string opaque, BlindPage::Kind kind, Case page);

  std::deque<Case> others_;  // hard negatives and gallery pages, each as a case with one variant
  std::deque<Variant> floors_;
  std::vector<BlindPage> pages_;
};

// Removes what identifies a page from a trace document: the claims, and the table names in queries and plans,
// which become t1, t2, ... in order of appearance.
void hide_identity(Value& trace_document);

}  // namespace caseload
