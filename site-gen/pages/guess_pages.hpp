// Guess first: a case without its name at guess/<number>/, and its answer on a separate page, so that nothing
// on the first page gives it away. The numbers and pieces are those of the app's /guess/ (core/guesses.hpp).
#pragma once

#include <filesystem>
#include <string>

#include "core/guesses.hpp"
#include "io/text/highlight.hpp"
#include "pages/case_page.hpp"
#include "write/page_writer.hpp"

namespace caseload::site {

void write_guess(PageWriter& writer, const Guess& guess, const Guess& next, const CaseMaterial& material,
                 const std::filesystem::path& source, io::Highlighter& highlighter);
void write_guess_list(PageWriter& writer, const Portfolio& portfolio);

}  // namespace caseload::site
