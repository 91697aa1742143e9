#include "read/headline_words.hpp"

#include "core/measure_words.hpp"
#include "core/numbers.hpp"
#include "read/evidence_text.hpp"

namespace caseload::site {
namespace {

std::string lower_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] += 'a' - 'A';
  return text;
}

std::string upper_first(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] -= 'a' - 'A';
  return text;
}

std::string declared_sentence(const Headline& headline) {
  const EvidenceKey* key = find_evidence_key(headline.key);
  if (key == nullptr) return {};
  std::string place = headline.warm ? "on a repeated request" : "";
  if (headline.requests_at_once > 1)
    place = requests_at_once_text(headline.requests_at_once) + ", counted together";
  if (headline.on_floor) place += (place.empty() ? "" : ", ") + std::string(floor_place);
  if (!headline.count_knobs.empty())
    place += (place.empty() ? "at " : ", at ") + knobs_text(headline.count_knobs);
  return comparison_text(upper_first(place), key->key, *headline.before, *headline.after);
}

std::string measure_sentence(const Headline& headline) {
  if (headline.is_declared) return declared_sentence(headline);
  if (!headline.before || !headline.after) return {};
  std::string counts = *headline.before == *headline.after
                           ? with_noun(*headline.before, headline.key) + " in both"
                           : with_noun(*headline.before, headline.key) + " before, " +
                                 evidence_text(*headline.after, headline.key) + " after";
  if (headline.warm) counts += ", on a repeated request";
  return (headline.count_knobs.empty() ? "" : "At " + knobs_text(headline.count_knobs) + ": ") + counts + ".";
}

std::string rates_sentence(const Headline& headline) {
  if (!headline.rates_at_once) return {};
  return "With " + requests_at_once_text(headline.rates_at_once->users) + ": " +
         rates_text(*headline.rates_at_once) + ".";
}

std::string time_sentence(const Headline& headline, const std::optional<double>& confidence) {
  if (!headline.ratio) return {};
  const std::string interval = confidence_text(confidence) + " " + ratio_text(headline.ratio->low) + " to " +
                               ratio_text(headline.ratio->high);
  const std::string ratio = ratio_text(headline.ratio->median);
  const bool is_of_another_size = !headline.count_knobs.empty() && !headline.knobs.empty();
  const std::string place = is_of_another_size ? "At " + knobs_text(headline.knobs) + ", the" : "The";
  if (headline.is_clear())
    return (headline.conclusion == "slower" ? place : "Here the fix is slower: " + lower_first(place)) +
           " mistake takes " + ratio + " times as long as the fix (" + interval + ").";
  std::string sentence =
      place + " whole request shows no clear difference in time: ratio " + ratio + " (" + interval + ")";
  // An interval that excludes 1 looks like a difference, so explain why it isn't one.
  if (headline.noise && (headline.ratio->low > 1 || headline.ratio->high < 1))
    sentence += ", while the fix compared with itself ranged from " + ratio_text(headline.noise->low) +
                " to " + ratio_text(headline.noise->high);
  return sentence + ".";
}

}  // namespace

std::string confidence_text(const std::optional<double>& confidence) {
  return confidence ? significant(*confidence * 100) + " % interval" : "interval";
}

std::string verdict_sentence(const Headline& headline, const std::optional<double>& confidence) {
  std::string measure = measure_sentence(headline);
  const std::string rates = rates_sentence(headline);
  if (!measure.empty() && !rates.empty()) measure += " ";
  measure += rates;
  std::string time = time_sentence(headline, confidence);
  if ((headline.rates_at_once || headline.requests_at_once > 1) && !time.empty())
    time = "One request at a time: " + lower_first(time);
  if (measure.empty() && time.empty()) return "Not measured yet.";
  if (time.empty()) return measure + " Time was not measured.";
  return measure.empty() ? time : measure + " " + time;
}

std::string counts_title(const Headline& headline) {
  std::string title = title_of_key(headline.key);  // used after numbers: "101 → 1 queries"
  if (title.size() > 1 && title[0] >= 'A' && title[0] <= 'Z' && title[1] >= 'a') title[0] += 'a' - 'A';
  if (headline.is_declared && headline.on_floor) title += " " + std::string(floor_place);
  if (headline.requests_at_once > 1) title += ", " + requests_at_once_text(headline.requests_at_once);
  return headline.count_knobs.empty() ? title : title + " at " + knobs_text(headline.count_knobs);
}

}  // namespace caseload::site
