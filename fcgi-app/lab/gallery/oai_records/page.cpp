#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;

constexpr std::int64_t per_page = 100;
constexpr std::int64_t last_page = 1'600;

void add(std::string& xml, std::string_view element, std::string_view text) {
  xml.append("<").append(element).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(element).append(">\n");
}

// Dublin Core, as OAI-PMH 2.0 wants it.
void add_record(std::string& xml, const Book& book) {
  xml += "<record><header>\n";
  add(xml, "identifier", "oai:shop.example:" + std::to_string(book.id()));
  xml += "</header><metadata><oai_dc:dc>\n";
  add(xml, "dc:title", book.title());
  add(xml, "dc:creator", book.author().name());
  add(xml, "dc:publisher", book.publisher().name());
  add(xml, "dc:date", std::to_string(book.year()));
  for (const orm::Tag& tag : book.tags()) add(xml, "dc:subject", tag.name());
  xml += "</oai_dc:dc></metadata></record>\n";
}

Response run(const Request& request, Services& services) {
  const std::int64_t page = request.knobs.page();
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .join(&Book::author)
                         .join(&Book::publisher)
                         .order_by(&Book::id)
                         .limit(per_page)
                         .offset((page - 1) * per_page)
                         .all();
  if (books.empty())
    throw NotFound("badResumptionToken: the records end before page " + std::to_string(page));

  Response response;
  std::string& xml = response.body;
  xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" "
      "xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<ListRecords>\n";
  for (const Book& book : books) add_record(xml, book);
  if (std::ssize(books) == per_page && page < last_page)
    add(xml, "resumptionToken", std::to_string(page + 1));
  xml += "</ListRecords></OAI-PMH>\n";
  return response.set("Content-Type", "text/xml; charset=utf-8").set("Cache-Control", "private");
}

}  // namespace

GalleryPage oai_records() {
  return {
      .summary = "the catalogue for libraries that harvest it by OAI-PMH, a hundred records at a time",
      .why =
          "The subjects of each record are loaded by their own query. A resumption token is a page number, "
          "so "
          "the server reads and skips all records before the page.",
      .knobs = {page_knob(last_page), dataset_knob()},
      .run = run,
      .labels = {{.name = "prefetch-related"},
                 {.name = "pagination", .reason = "OFFSET reads the records of all earlier pages"}},
  };
}

}  // namespace caseload::gallery
