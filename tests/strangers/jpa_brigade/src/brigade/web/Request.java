package brigade.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the visitor sent, checked when it is read. */
public final class Request {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int DEFAULT_LIMIT = 25;
    private static final int MAX_LIMIT = 1000;

    private final HttpExchange exchange;
    private final List<String> parts;
    private final Map<String, String> parameters = new HashMap<>();

    /** {@code parts} are the variable parts of the path. */
    Request(HttpExchange exchange, List<String> parts) {
        this.exchange = exchange;
        this.parts = parts;
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            String[] sides = pair.split("=", 2);
            parameters.put(sides[0], sides.length < 2 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
    }

    public String part() {
        return parts.get(0);
    }

    /** A number in the path. */
    public int id() {
        try {
            return Integer.parseInt(part());
        } catch (NumberFormatException error) {
            throw new BadRequest(part() + " is not a number");
        }
    }

    public String text(String name) {
        return parameters.getOrDefault(name, "");
    }

    public int number(String name, int fallback, int minimum, int maximum) {
        String text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= minimum && value <= maximum) {
                return value;
            }
        } catch (NumberFormatException error) {
            // said below
        }
        throw new BadRequest(name + "=" + text + " is not a number from " + minimum + " to " + maximum);
    }

    public int limit() {
        return number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    }

    public LocalDate day(String name) {
        try {
            return LocalDate.parse(text(name));
        } catch (DateTimeParseException error) {
            throw new BadRequest(name + " is not a day such as 2024-05-06");
        }
    }

    public String word() {
        String word = text("q");
        if (!word.matches("\\p{L}{3,20}")) {
            throw new BadRequest("q is not a word of 3 to 20 letters");
        }
        return word;
    }

    /** The rows in the body of a POST. */
    public <T> List<T> rows(Class<T> type) throws IOException {
        List<T> found = new ArrayList<>();
        for (JsonNode row : MAPPER.readTree(exchange.getRequestBody()).path("rows")) {
            found.add(MAPPER.treeToValue(row, type));
        }
        if (found.isEmpty() || found.size() > MAX_LIMIT) {
            throw new BadRequest("the body does not have 1 to " + MAX_LIMIT + " rows");
        }
        return found;
    }
}
