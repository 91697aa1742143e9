// The cases from the catalogue (`caseload-app --catalogue`), for the pages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/case.hpp"

namespace caseload::site {

struct VariantInfo {
  std::string name;
  bool slow = false;
  std::string method;
  std::string path;
  std::string summary;
  std::vector<Label> labels;
  std::string headline_key;       // "" for a fast variant
  bool headline_repeats = false;  // it applies to a repeated request
};

struct ClaimInfo {
  std::string variant;
  std::string key;
  std::string formula;
  std::string relation;  // equals, at_most, at_least
  bool warm = false;
  bool on_floor = false;  // about a trivial page behind the variant's middleware

  std::string rule() const;  // "at most n + 2", "1 + n"
};

struct GrowthInfo {
  std::string variant;
  std::string key;
  std::string over;
  std::string shape;  // constant, grows
};

struct KnobInfo {
  std::string name;
  std::string help;
  std::string initial;
  std::string bounds;  // "1 to 10240"; "" for text knobs
  std::vector<std::string> ladder;
};

struct TwinInfo {
  std::string system;
  std::string slow;
  std::string fast;
};

struct CaseInfo {
  std::string slug;
  std::string stem;
  std::string title;
  std::string category;
  std::string category_title;
  std::string page;
  std::string symptom, why, recognise, fix, caution;  // Markdown
  std::vector<TwinInfo> twins;
  std::vector<KnobInfo> knobs;
  std::vector<VariantInfo> variants;
  std::vector<ClaimInfo> claims;
  std::vector<GrowthInfo> growth;
  std::string unequal_because;

  const VariantInfo* variant(std::string_view name) const;
  const VariantInfo* first(bool slow) const;  // nullptr if no variant has that pace
};

// Throws std::runtime_error if the catalogue is invalid. Unlike in run files nothing is ignored, because we
// wrote it ourselves.
std::vector<CaseInfo> read_catalogue(std::string_view json);

}  // namespace caseload::site
