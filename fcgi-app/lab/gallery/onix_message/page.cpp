#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view sender_sql = "SELECT name, email FROM onix_sender WHERE id = ?";
constexpr std::string_view titles_sql =
    "SELECT id, isbn, title, author, pages, thema, blurb, DATE_FORMAT(published_on, '%Y%m%d'), price_c "
    "FROM onix_title WHERE sender_id = ? ORDER BY id DESC LIMIT ?";

struct Sender {
  std::string name, email;
  static constexpr auto columns = std::tuple(&Sender::name, &Sender::email);
};

struct Title {
  std::int64_t id;
  std::string isbn, title, author;
  std::int64_t pages;
  std::string thema, blurb, published;
  std::int64_t price_c;
  static constexpr auto columns =
      std::tuple(&Title::id, &Title::isbn, &Title::title, &Title::author, &Title::pages, &Title::thema,
                 &Title::blurb, &Title::published, &Title::price_c);
};

// Appends to the message. ONIX 3.0 with reference names.
class Onix {
 public:
  explicit Onix(std::string& xml) : xml_(xml) {}

  Onix& open(std::string_view name) {
    xml_.append("<").append(name).append(">");
    return *this;
  }
  Onix& close(std::string_view name) {
    xml_.append("</").append(name).append(">");
    return *this;
  }
  Onix& element(std::string_view name, std::string_view text) {
    open(name);
    append_html_escaped(text, xml_);
    return close(name);
  }

 private:
  std::string& xml_;
};

void write_product(Onix& onix, const Title& title) {
  onix.open("Product").element("RecordReference", "h-" + std::to_string(title.id));
  onix.element("NotificationType", "03");
  onix.open("ProductIdentifier").element("ProductIDType", "15").element("IDValue", title.isbn);
  onix.close("ProductIdentifier").open("DescriptiveDetail").element("ProductForm", "BB");
  onix.open("TitleDetail").element("TitleType", "01").open("TitleElement");
  onix.element("TitleElementLevel", "01").element("TitleText", title.title);
  onix.close("TitleElement").close("TitleDetail");
  onix.open("Contributor").element("ContributorRole", "A01").element("PersonName", title.author);
  onix.close("Contributor").open("Extent").element("ExtentType", "00");
  onix.element("ExtentValue", std::to_string(title.pages)).element("ExtentUnit", "03").close("Extent");
  onix.open("Subject").element("SubjectSchemeIdentifier", "93").element("SubjectCode", title.thema);
  onix.close("Subject").close("DescriptiveDetail");
  onix.open("CollateralDetail").open("TextContent").element("TextType", "02");
  onix.element("ContentAudience", "00").element("Text", title.blurb);
  onix.close("TextContent").close("CollateralDetail");
  onix.open("PublishingDetail").open("PublishingDate").element("PublishingDateRole", "01");
  onix.element("Date", title.published).close("PublishingDate").close("PublishingDetail");
  onix.open("ProductSupply").open("SupplyDetail").open("Price").element("PriceType", "04");
  onix.element("PriceAmount", fixed(static_cast<double>(title.price_c) / 100, 2));
  onix.element("CurrencyCode", "EUR").close("Price").close("SupplyDetail").close("ProductSupply");
  onix.close("Product");
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("sender");
  const auto sender = services.db.query_one<Sender>(sender_sql, id);
  if (!sender) throw NotFound("there is no sender " + std::to_string(id));
  const auto titles = services.db.query<Title>(titles_sql, id, request.knobs.n());
  Response response;
  response.body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ONIXMessage release=\"3.0\" xmlns=\"http://ns.editeur.org/onix/3.0/reference\">\n";
  Onix onix(response.body);
  onix.open("Header").open("Sender").element("SenderName", sender->name);
  onix.element("EmailAddress", sender->email).close("Sender").close("Header");
  for (const Title& each : titles) write_product(onix, each);
  response.body += "\n</ONIXMessage>\n";
  response.set("Content-Type", "application/xml; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage onix_message() {
  return {
      .summary = "the newest titles of a publishing house for a wholesaler, as an ONIX message",
      .why =
          "Innocent: the document is long, and most of the time goes into writing it. But that is what the "
          "format wants, some thirty elements for a title: each is appended to the text once, straight from "
          "the row, and all columns that are fetched are in it.",
      .knobs = {items_knob("titles in the message", 2'560),
                {.name = "sender", .help = "number of the house", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
