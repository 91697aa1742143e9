#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view policy_sql =
    "SELECT holder, country, excess_cents FROM household_policy WHERE id = ?";
constexpr std::string_view article_sql =
    "SELECT sku, name FROM household_article WHERE policy_id = ? AND position = ?";
constexpr std::string_view file_sql =
    "INSERT INTO household_claim (policy_id, position, state) VALUES (?, ?, 'filed')";
constexpr std::string_view value_sql =
    "UPDATE household_claim SET state = ?, price_cents = ?, freight_cents = ?, paid_cents = ? WHERE id = ?";
constexpr std::string_view note_sql =
    "INSERT INTO household_claim_note (claim_id, number, note) VALUES (?, 1, 'filed by phone'), (?, 2, ?)";
constexpr std::string_view remove_notes_sql = "DELETE FROM household_claim_note WHERE claim_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM household_claim WHERE id = ?";
constexpr std::int64_t claims_kept = 1'000;

struct Policy {
  std::string holder, country;
  std::int64_t excess_cents;
  static constexpr auto columns = std::tuple(&Policy::holder, &Policy::country, &Policy::excess_cents);
};

struct Article {
  std::string sku, name;
  static constexpr auto columns = std::tuple(&Article::sku, &Article::name);
};

struct Replacement {
  std::int64_t price_cents = 0, freight_cents = 0;

  std::int64_t payable(const Policy& policy) const {
    return std::max<std::int64_t>(price_cents + freight_cents - policy.excess_cents, 0);
  }
};

// What the dealer takes today for the same article and for bringing it. None if the dealer no longer has it.
std::optional<Replacement> replacement_of(const Article& article, const Policy& policy, Services& services) {
  const Dataset dataset = services.db.dataset();
  const std::array calls{partners::price_of(dataset, article.sku),
                         partners::delivery_of(dataset, article.sku, policy.country)};
  const auto replies = services.partners.send_all(calls);
  const auto price = partners::document_in(replies[0]), delivery = partners::document_in(replies[1]);
  if (!price || !delivery) return std::nullopt;
  return Replacement{.price_cents = cents_of((*price)["price"].text_or("0.00")),
                     .freight_cents = cents_of((*delivery)["price"].text_or("0.00"))};
}

void add_element(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("  <").append(name).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(name).append(">\n");
}

std::string document_of(const Policy& policy, const Article& article,
                        const std::optional<Replacement>& replacement) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<claim>\n";
  add_element(xml, "holder", policy.holder);
  add_element(xml, "article", article.name);
  add_element(xml, "excess", price_of(policy.excess_cents));
  if (replacement) {
    add_element(xml, "state", "valued");
    add_element(xml, "price", price_of(replacement->price_cents));
    add_element(xml, "freight", price_of(replacement->freight_cents));
    add_element(xml, "paid", price_of(replacement->payable(policy)));
  } else {
    add_element(xml, "state", "with-expert");
  }
  return xml + "</claim>\n";
}

Response file(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("policy"), position = request.knobs.integer("article");
  const auto policy = db.query_one<Policy>(policy_sql, id);
  const auto article = db.query_one<Article>(article_sql, id, position);
  if (!policy || !article) throw NotFound("the policy does not exist or does not cover this article");

  std::optional<Replacement> replacement;
  db.transaction([&] {
    db.execute(file_sql, id, position);
    const std::int64_t claim = db.last_insert_id();
    replacement = replacement_of(*article, *policy, services);
    const Replacement value = replacement.value_or(Replacement{});
    db.execute(value_sql, replacement ? "valued" : "expert", value.price_cents, value.freight_cents,
               replacement ? value.payable(*policy) : 0, claim);
    db.execute(note_sql, claim, claim,
               replacement ? "valued at the dealer's price" : "passed on to an expert");
    db.execute(remove_notes_sql, claim - claims_kept);
    db.execute(remove_sql, claim - claims_kept);
  });

  Response response;
  response.body = document_of(*policy, *article, replacement);
  return response.set("Content-Type", "application/xml; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage claim_filed() {
  return {
      .summary = "an insurer's call centre files a claim for a broken article, as XML with what is paid",
      .why =
          "The claim is inserted, and then the dealer is asked for price and freight while the transaction "
          "stays open. Nothing in it is needed for the question: the dealer could be asked first, and one "
          "short transaction could store the claim with its value.",
      .knobs =
          {{.name = "policy", .help = "number of the policy", .initial = 31, .minimum = 1, .maximum = 400},
           {.name = "article",
            .help = "number of the article in the policy",
            .initial = 2,
            .minimum = 1,
            .maximum = 6},
           dataset_knob()},
      .run = file,
      .labels = {{.name = "long-transaction"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
