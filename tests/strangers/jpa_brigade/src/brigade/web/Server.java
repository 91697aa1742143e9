package brigade.web;

import brigade.Database;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.NoResultException;

/** Each request has an entity manager of its own, which stays open until the response is sent. */
public final class Server {
    private static final Logger LOG = Logger.getLogger(Server.class.getName());
    private static final int THREADS = 8;

    /** A page. */
    public interface Page {
        Response serve(Request request, EntityManager em) throws IOException;
    }

    private record Route(String method, Pattern path, Page page) {
    }

    private final EntityManagerFactory entityManagers;
    private final List<Route> routes = new ArrayList<>();

    Server(Database database) {
        entityManagers = database.entityManagers();
    }

    void get(String path, Page page) {
        routes.add(new Route("GET", Pattern.compile(path), page));
    }

    /** In a transaction that is committed before the response is sent. */
    void post(String path, Page page) {
        routes.add(new Route("POST", Pattern.compile(path), (request, em) -> {
            em.getTransaction().begin();
            try {
                Response response = page.serve(request, em);
                em.getTransaction().commit();
                return response;
            } finally {
                if (em.getTransaction().isActive()) {
                    em.getTransaction().rollback();
                }
            }
        }));
    }

    public void listen(int port) throws IOException {
        entityManagers.createEntityManager().close(); // connects, so that a wrong setting is seen now
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) {
        EntityManager em = entityManagers.createEntityManager();
        try (exchange) {
            response(exchange, em).send(exchange);
        } catch (IOException | RuntimeException error) {
            LOG.log(Level.WARNING, exchange.getRequestURI() + " was not sent whole", error);
        } finally {
            em.close();
        }
    }

    private Response response(HttpExchange exchange, EntityManager em) {
        String path = exchange.getRequestURI().getPath();
        try {
            for (Route route : routes) {
                Matcher matcher = route.path().matcher(path);
                if (route.method().equals(exchange.getRequestMethod()) && matcher.matches()) {
                    List<String> parts = new ArrayList<>();
                    for (int i = 1; i <= matcher.groupCount(); i++) {
                        parts.add(matcher.group(i));
                    }
                    return route.page().serve(new Request(exchange, parts), em);
                }
            }
            return Response.text(404, "text/plain", "there is no " + path + "\n");
        } catch (BadRequest error) {
            return Response.text(400, "text/plain", error.getMessage() + "\n");
        } catch (NoResultException error) {
            return Response.text(404, "text/plain", "not found\n");
        } catch (IOException | RuntimeException error) {
            LOG.log(Level.SEVERE, exchange.getRequestURI().toString(), error);
            return Response.text(500, "text/plain", "internal error\n");
        }
    }
}
