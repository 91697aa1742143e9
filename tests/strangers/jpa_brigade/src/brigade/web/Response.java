package brigade.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** How the response is sent. The entity manager is still open then. */
public interface Response {
    ObjectMapper MAPPER = new ObjectMapper();

    interface Body {
        void writeTo(Writer out) throws IOException;
    }

    void send(HttpExchange exchange) throws IOException;

    static Response whole(int status, String type, byte[] body) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    static Response text(int status, String type, String body) {
        return whole(status, type + "; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    static Response json(Object value) throws IOException {
        return whole(200, "application/json", MAPPER.writeValueAsBytes(value));
    }

    /** Sent in parts while it is made. */
    static Response parts(String type, Body body) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            try (Writer out = new BufferedWriter(new OutputStreamWriter(exchange.getResponseBody(), StandardCharsets.UTF_8))) {
                body.writeTo(out);
            }
        };
    }
}
