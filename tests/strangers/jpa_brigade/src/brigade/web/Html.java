package brigade.web;

import java.util.List;
import java.util.function.Function;

/** A page, put together from tables, lists and paragraphs. */
public final class Html {
    private final StringBuilder text = new StringBuilder();

    public Html(String title) {
        text.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>").append(escaped(title)).append("</title></head><body><h1>")
                .append(escaped(title)).append("</h1>\n");
    }

    static String escaped(Object value) {
        return value == null ? ""
                : value.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    public Html paragraph(Object... words) {
        text.append("<p>");
        for (Object word : words) {
            text.append(escaped(word)).append(' ');
        }
        text.append("</p>\n");
        return this;
    }

    public Html heading(String type, Object words) {
        text.append("<h2 class=\"").append(type).append("\">").append(escaped(words)).append("</h2>\n");
        return this;
    }

    public <T> Html table(String type, List<T> rows, Function<T, List<?>> cells) {
        text.append("<table>\n");
        for (T row : rows) {
            text.append("<tr class=\"").append(type).append("\">");
            for (Object cell : cells.apply(row)) {
                text.append("<td>").append(escaped(cell)).append("</td>");
            }
            text.append("</tr>\n");
        }
        text.append("</table>\n");
        return this;
    }

    public <T> Html list(List<T> rows, Function<T, Object> line) {
        text.append("<ul>");
        for (T row : rows) {
            text.append("<li>").append(escaped(line.apply(row))).append("</li>");
        }
        text.append("</ul>\n");
        return this;
    }

    public Response response() {
        return Response.text(200, "text/html", text + "</body></html>\n");
    }
}
