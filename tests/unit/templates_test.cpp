#include "io/templates/templates.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "core/errors.hpp"
#include "io/templates/template_program.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using caseload::ConfigError;
using caseload::Rows;
using caseload::Value;
using caseload::io::max_section_depth;
using caseload::io::recursion_limit;
using caseload::io::TemplateError;
using caseload::io::Templates;
using caseload::io::TemplateSources;

using Texts = std::vector<std::pair<std::string, std::string>>;

std::string render(const std::string& text, const Value& model, Texts partials = {}) {
  partials.emplace_back("main", text);
  return Templates(TemplateSources(partials)).render("main", model);
}

std::string refusal(const Texts& texts) {
  try {
    TemplateSources sources(texts);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "accepted";
}

Value tree(int depth) {
  auto node = Value::object({{"name", depth}});
  node.set("children", Value::list());
  for (int level = depth - 1; level > 0; --level) {
    auto parent = Value::object({{"name", level}});
    Value children;
    children.add(std::move(node));
    parent.set("children", std::move(children));
    node = std::move(parent);
  }
  return node;
}

BOOST_AUTO_TEST_SUITE(templates)

BOOST_AUTO_TEST_CASE(escapes_html_but_not_in_triple_braces) {
  const auto model = Value::object({{"name", R"(O'Neil <b>"&"</b>)"}});
  BOOST_TEST(render("{{name}}", model) == "O&#39;Neil &lt;b&gt;&quot;&amp;&quot;&lt;/b&gt;");
  BOOST_TEST(render("{{{name}}}", model) == R"(O'Neil <b>"&"</b>)");
  BOOST_TEST(render("{{&name}}", model) == R"(O'Neil <b>"&"</b>)");
}

BOOST_AUTO_TEST_CASE(prints_numbers_as_json_does) {
  const auto model =
      Value::object({{"i", -7}, {"big", std::int64_t{9007199254740993}}, {"d", 1.21}, {"t", true}});
  BOOST_TEST(render("{{i}} {{big}} {{d}} {{t}}", model) == "-7 9007199254740993 1.21 true");
}

BOOST_AUTO_TEST_CASE(null_false_and_empty_lists_are_falsy_all_else_is_truthy) {
  const auto model = Value::object({{"null", Value()},
                                    {"no", false},
                                    {"none", Value::list()},
                                    {"zero", 0},
                                    {"text", ""},
                                    {"object", Value(Value::Object{})}});
  BOOST_TEST(render("{{#null}}1{{/null}}{{#no}}2{{/no}}{{#none}}3{{/none}}{{#absent}}4{{/absent}}", model) ==
             "");
  BOOST_TEST(render("{{^null}}1{{/null}}{{^no}}2{{/no}}{{^none}}3{{/none}}{{^absent}}4{{/absent}}", model) ==
             "1234");
  BOOST_TEST(render("{{#zero}}1{{/zero}}{{#text}}2{{/text}}{{#object}}3{{/object}}", model) == "123");
}

BOOST_AUTO_TEST_CASE(lists_nest_and_see_what_is_around_them) {
  const auto model =
      Value::object({{"sep", ";"},
                     {"rows", Value::List{Value::object({{"n", 1}, {"cells", Value::List{"a", "b"}}}),
                                          Value::object({{"n", 2}, {"cells", Value::list()}}),
                                          Value::object({{"n", 3}, {"cells", Value::List{"c"}}})}}});
  BOOST_TEST(render("{{#rows}}{{n}}:{{#cells}}{{.}}{{n}}{{sep}}{{/cells}}{{^cells}}-{{/cells}} {{/rows}}",
                    model) == "1:a1;b1; 2:- 3:c3; ");
}

BOOST_AUTO_TEST_CASE(the_same_list_can_be_used_twice_and_inside_itself) {
  const auto model = Value::object({{"xs", Value::List{1, 2}}});
  BOOST_TEST(render("{{#xs}}{{.}}({{#xs}}{{.}}{{/xs}}){{/xs}}{{#xs}}{{.}}{{/xs}}", model) == "1(12)2(12)12");
}

BOOST_AUTO_TEST_CASE(rows_show_their_columns_and_what_is_around_them) {
  Rows rows({"title", "stars", "note"});
  rows.add("a & b", 5, nullptr);
  rows.add("c", 0, "<n>");
  auto model = Value::object({{"shop", "S"}, {"stars", "outer"}, {"rows", std::move(rows)}});
  BOOST_TEST(render("{{#rows}}{{title}}/{{stars}}/{{{note}}}{{^note}}-{{/note}}{{#note}}!{{/note}}"
                    "/{{shop}}/{{none}}/{{title}};{{/rows}}{{stars}}",
                    model) == "a &amp; b/5/-/S//a &amp; b;c/0/<n>!/S//c;outer");
}

BOOST_AUTO_TEST_CASE(temporary_texts_of_any_kind_are_stored_with_the_rows) {
  const auto text = [](int number) {
    return std::to_string(number) + " is longer than a string holds in itself";
  };
  const auto constant = [&](int number) -> const std::string { return text(number); };
  const auto maybe = [&](int number) { return std::optional(text(number)); };
  const auto constant_maybe = [&](int number) -> const std::optional<std::string> { return text(number); };
  Rows rows({"text", "constant", "maybe", "constant_maybe"});
  for (int at = 0; at < 40; at += 4)
    rows.add(text(at), constant(at + 1), maybe(at + 2), constant_maybe(at + 3));
  rows.add("", std::optional<std::string>(), constant_maybe(41), false);
  for (int at = 0; at < 40; ++at)
    BOOST_TEST(std::get<std::string_view>(
                   rows.at(static_cast<std::size_t>(at / 4), static_cast<std::size_t>(at % 4))) == text(at));
  BOOST_TEST(std::holds_alternative<std::monostate>(rows.at(10, 1)));
}

BOOST_AUTO_TEST_CASE(rows_that_follow_each_other_may_have_their_columns_in_another_order) {
  Rows first({"a", "b"});
  first.add("1", "2");
  Rows second({"b", "c", "a"});
  second.add("3", "4", "5");
  auto model = Value::object({{"first", std::move(first)}, {"second", std::move(second)}});
  BOOST_TEST(render("{{#first}}{{a}}{{b}}{{c}}{{/first}} {{#second}}{{a}}{{b}}{{c}}{{/second}} "
                    "{{#first}}{{a}}{{b}}{{/first}}",
                    model) == "12 534 12");
}

BOOST_AUTO_TEST_CASE(rows_inside_rows_see_their_own_columns_first) {
  Rows orders({"id", "items"});
  for (int id = 1; id <= 2; ++id) {
    Rows items({"name", "id"});
    for (int item = 0; item < id; ++item) items.add("i" + std::to_string(item), 10 * id + item);
    orders.add(id, std::move(items));
  }
  auto model = Value::object({{"orders", std::move(orders)}, {"name", "out"}});
  BOOST_TEST(render("{{#orders}}{{id}}{{name}}({{#items}}{{id}}{{name}} {{/items}}){{#.}}{{id}}{{name}}"
                    "{{#items}}+{{/items}}{{/.}};{{/orders}}",
                    model) == "1out(10i0 )1out+;2out(20i0 21i1 )2out++;");
}

BOOST_AUTO_TEST_CASE(a_partial_that_includes_itself_over_rows_shows_their_columns) {
  Rows leaves({"children", "name"});
  leaves.add(nullptr, "leaf");
  Rows nodes({"name", "children"});
  nodes.add("node", std::move(leaves));
  const auto model = Value::object({{"children", std::move(nodes)}});
  const Texts texts{{"tree", "{{#children}}{{name}}[{{> tree}}]{{/children}}"}};
  BOOST_TEST(render("{{> tree}}", model, texts) == "node[leaf[]]");
}

BOOST_AUTO_TEST_CASE(white_space_alone_is_kept) {
  BOOST_TEST(render(" {{#a}} {{/a}}\n ", Value::object({{"a", true}})) == "  \n ");
}

BOOST_AUTO_TEST_CASE(a_large_text_comes_back_byte_for_byte) {
  std::string text;
  for (int i = 0; i < 70'000; ++i) text += static_cast<char>(i % 255 + 1);
  BOOST_TEST((render("{{{text}}}", Value::object({{"text", text}})) == text));
}

BOOST_AUTO_TEST_CASE(B13_template_with_crlf) {
  const std::string lines =
      "begin\n{{! alone }}\n{{#list}}\n  * {{.}}\n{{/list}}\n  {{> part}}\n{{^no}}\nend\n{{/no}}\n";
  const std::string part = "one\n{{! alone }}\n\ntwo\n";
  const auto with_crlf = [](std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, "\r");
    return text;
  };
  const auto model = Value::object({{"list", Value::List{"x", "y"}}});
  const std::string expected = "begin\n  * x\n  * y\n  one\n\n  two\nend\n";
  BOOST_TEST(render(lines, model, {{"part", part}}) == expected);
  BOOST_TEST(render(with_crlf(lines), model, {{"part", with_crlf(part)}}) == with_crlf(expected));
}

BOOST_AUTO_TEST_CASE(a_partial_may_include_itself_over_data) {
  const Texts texts{{"node", "{{name}}\n{{#children}}\n  {{> node}}\n{{/children}}\n"}};
  BOOST_TEST(render("{{> node}}", tree(3), texts) == "1\n  2\n    3\n");
}

BOOST_AUTO_TEST_CASE(two_partials_may_include_each_other_over_data) {
  const Texts texts{{"odd", "({{name}}{{#children}}{{> even}}{{/children}})"},
                    {"even", "[{{name}}{{#children}}{{> odd}}{{/children}}]"}};
  BOOST_TEST(render("{{> odd}}", tree(4), texts) == "(1[2(3[4])])");
}

BOOST_AUTO_TEST_CASE(a_tree_that_is_too_deep_is_a_clear_error_and_the_next_page_works) {
  const TemplateSources sources(Texts{{"node", "{{name}}{{#children}}{{> node}}{{/children}}"}});
  Templates set(sources);
  BOOST_CHECK_EXCEPTION(
      set.render("node", tree(recursion_limit + 2)), TemplateError, [](const TemplateError& error) {
        return std::string(error.what()).find("'node' includes itself more than 64 levels deep") !=
               std::string::npos;
      });
  BOOST_TEST(set.render("node", tree(recursion_limit + 1))
                 .ends_with("64"
                            "65"));
}

BOOST_AUTO_TEST_CASE(a_list_found_again_further_out_ends_at_the_limit_too) {
  const Texts texts{{"node", "{{#children}}{{> node}}{{/children}}"}, {"main", "{{> node}}"}};
  Templates set{TemplateSources(texts)};
  const auto endless = Value::object({{"children", Value::List{Value::object({{"name", 1}})}}});
  BOOST_CHECK_THROW(set.render("main", endless), TemplateError);
}

BOOST_AUTO_TEST_CASE(what_is_no_template_stops_the_start_with_file_line_and_reason) {
  BOOST_TEST(refusal({{"a", "x\n{{#books}}\ny"}}) == "a:2: section 'books' is never closed");
  BOOST_TEST(refusal({{"a", "x\n\n{{/books}}"}}) == "a:3: 'books' is closed but was not opened");
  BOOST_TEST(refusal({{"a", "{{#a}}\n{{#b}}\n{{/a}}{{/b}}"}}) ==
             "a:3: 'a' is closed, but 'b', opened in line 2, is still open");
  BOOST_TEST(refusal({{"a", "\n{{name"}}) == "a:2: the tag '{{' is not closed by '}}'");
  BOOST_TEST(refusal({{"a", "{{{name}}"}}) == "a:1: the tag '{{' is not closed by '}}}'");
  BOOST_TEST(refusal({{"a", "{{}}"}}) == "a:1: a tag has no name");
  BOOST_TEST(refusal({{"a", "{{two words}}"}}) == "a:1: the name 'two words' contains a space");
  BOOST_TEST(refusal({{"a", "{{= <% =}}"}}) ==
             "a:1: a delimiter tag needs two delimiters without spaces or '='");
  BOOST_TEST(refusal({{"a", "{{<parent}}{{/parent}}"}}) ==
             "a:1: inheritance tags ('<', '$') are not supported");
}

BOOST_AUTO_TEST_CASE(sections_nested_too_deep_stop_the_start) {
  const auto nested = [](std::size_t depth, const std::string& inside) {
    std::string text = inside;
    for (std::size_t i = 0; i < depth; ++i)
      text = (i % 2 ? "{{#a}}" : "{{^b}}") + text + (i % 2 ? "{{/a}}" : "{{/b}}");
    return text;
  };
  const std::string reason = "' is nested more than 32 deep, counting those around its partial";
  const auto model = Value::object({{"a", true}, {"b", false}});
  BOOST_TEST(render(nested(max_section_depth, "x"), model) == "x");
  BOOST_TEST(refusal({{"t", nested(max_section_depth + 1, "x")}}) == "t:1: the section 'b" + reason);
  BOOST_TEST(refusal({{"t", nested(2'000, "x")}}).ends_with(reason));
  // Through partials, and in a recursion, whose levels multiply.
  BOOST_TEST(refusal({{"t", nested(20, "{{> p}}")}, {"p", nested(13, "x")}}) ==
             "p:1: the section 'b" + reason);
  BOOST_TEST(refusal({{"t", nested(300, "{{> t}}")}}).ends_with(reason));
  BOOST_CHECK_EXCEPTION(render("{{> t}}", model, {{"t", nested(max_section_depth - 1, "{{> t}}")}}),
                        TemplateError, [](const TemplateError& error) {
                          return std::string(error.what()) ==
                                 "sections and partials are nested more than 1000 levels deep";
                        });
}

BOOST_AUTO_TEST_CASE(partials_that_multiply_stop_the_start) {
  Texts texts{{"p0", "x"}};
  for (int i = 1; i < 40; ++i) {
    const std::string before = "{{> p" + std::to_string(i - 1) + "}}";
    texts.emplace_back("p" + std::to_string(i), before + before);
  }
  BOOST_TEST(refusal(texts).ends_with("the template includes more than 10000 partials"));
}

BOOST_AUTO_TEST_CASE(a_missing_partial_stops_the_start) {
  BOOST_TEST(refusal({{"a", "x\n{{> head}}"}}) == "a:2: there is no partial 'head'");
}

BOOST_AUTO_TEST_CASE(a_partial_without_end_stops_the_start) {
  BOOST_TEST(refusal({{"a", "x\n{{> a}}"}}) ==
             "a:2: the partial 'a' includes itself endlessly; put the inclusion into a section");
  BOOST_TEST(refusal({{"a", "{{> b}}"}, {"b", "{{> c}}"}, {"c", "\n\n{{> b}}"}}) ==
             "c:3: the partial 'b' includes itself endlessly; put the inclusion into a section");
  BOOST_TEST(refusal({{"a", "{{#x}}{{> a}}{{/x}}"}}) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_folder_is_read_with_its_subfolders_and_errors_name_the_file) {
  const caseload::tests::TemporaryFolder folder;
  folder.write("layout.mustache", "<main>{{> cases/one}}</main>\n");
  folder.write("cases/one.mustache", "{{title}}\n");
  folder.write("static/style.css", "{{#not a template");
  const TemplateSources sources({{.path = folder.path()}});
  BOOST_TEST(sources.has("layout"));
  BOOST_TEST(sources.has("cases/one"));
  BOOST_TEST(!sources.has("static/style"));
  BOOST_TEST(Templates(sources).render("layout", Value::object({{"title", "T"}})) == "<main>T\n</main>\n");

  folder.write("cases/two.mustache", "\n{{#open}}\n");
  BOOST_CHECK_EXCEPTION(
      TemplateSources({{.path = folder.path()}}), ConfigError, [&](const ConfigError& error) {
        return error.what() == folder.path() + "/cases/two.mustache:2: section 'open' is never closed";
      });
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_stops_the_start) {
  BOOST_CHECK_EXCEPTION(
      TemplateSources({{.path = "/nowhere/templates"}}), ConfigError, [](const ConfigError& error) {
        return std::string(error.what()).find("/nowhere/templates: No such file or directory") !=
               std::string::npos;
      });
}

BOOST_AUTO_TEST_CASE(a_name_that_is_no_template_is_an_error) {
  Templates set{TemplateSources(Texts{{"a", ""}})};
  BOOST_CHECK_THROW(set.render("b", Value()), TemplateError);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
