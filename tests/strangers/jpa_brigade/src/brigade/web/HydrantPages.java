package brigade.web;

import brigade.model.Hydrant;
import brigade.model.HydrantCheck;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.persistence.EntityManager;
import org.eclipse.persistence.config.HintValues;
import org.eclipse.persistence.config.QueryHints;
import org.eclipse.persistence.queries.CursoredStream;

final class HydrantPages {
    private static final int IN_DRILL = 8;
    private static final int FETCHED_AT_ONCE = 500;

    /** A measurement that a crew reports. */
    record Flow(String hydrant, int flow) {
    }

    private final boolean mysql;

    HydrantPages(boolean mysql) {
        this.mysql = mysql;
    }

    private static Response showChecks(List<HydrantCheck> checks) {
        return new Html("Hydrant checks").table("check", checks, c -> List.of(c.getCheckedAt(), c.getHydrant().getNumber(), c.getHydrant().getLocation(),
                c.getStation().getName(), c.getFlow(), c.isPassed() ? "passed" : "failed")).response();
    }

    Response checks(Request request, EntityManager em) {
        return showChecks(em.createQuery("SELECT c FROM HydrantCheck c ORDER BY c.checkedAt DESC, c.id DESC", HydrantCheck.class)
                .setMaxResults(request.limit()).getResultList());
    }

    Response latestChecks(Request request, EntityManager em) {
        return showChecks(em.createQuery("SELECT c FROM HydrantCheck c JOIN FETCH c.hydrant ORDER BY c.checkedAt DESC, c.id DESC", HydrantCheck.class)
                .setMaxResults(request.limit()).getResultList());
    }

    private static Response show(List<Hydrant> hydrants) {
        return new Html("Hydrants").table("hydrant", hydrants, h -> List.of(h.getNumber(), h.getLocation(), h.getDistrict().getName(), h.getFlow()))
                .response();
    }

    private static Response json(List<Hydrant> hydrants) throws IOException {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Hydrant hydrant : hydrants) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("hydrant", hydrant.getNumber());
            one.put("location", hydrant.getLocation());
            one.put("flow", hydrant.getFlow());
            found.add(one);
        }
        return Response.json(found);
    }

    Response search(Request request, EntityManager em) {
        return show(em.createQuery("SELECT h FROM Hydrant h WHERE h.location LIKE :pattern ORDER BY h.number", Hydrant.class)
                .setParameter("pattern", "%" + request.word() + "%").getResultList());
    }

    @SuppressWarnings("unchecked")
    Response find(Request request, EntityManager em) {
        String matches = mysql ? "MATCH (location) AGAINST (?1 IN BOOLEAN MODE)" : "to_tsvector('simple', location) @@ plainto_tsquery('simple', ?1)";
        return show(em.createNativeQuery("SELECT * FROM hydrant WHERE " + matches + " ORDER BY number", Hydrant.class)
                .setParameter(1, request.word()).getResultList());
    }

    Response list(Request request, EntityManager em) throws IOException {
        int limit = request.limit();
        List<Hydrant> hydrants = em.createQuery("SELECT h FROM Hydrant h ORDER BY h.number", Hydrant.class).getResultList();
        int begin = Math.min(hydrants.size(), (request.number("page", 1, 1, 1_000_000) - 1) * limit);
        return json(hydrants.subList(begin, Math.min(hydrants.size(), begin + limit)));
    }

    Response drill(Request request, EntityManager em) throws IOException {
        return json(em.createQuery("SELECT h FROM Hydrant h ORDER BY FUNCTION('" + (mysql ? "RAND" : "RANDOM") + "')", Hydrant.class)
                .setMaxResults(IN_DRILL).getResultList());
    }

    /** Picks numbers instead of rows; a hydrant is never deleted. */
    Response quickDrill(Request request, EntityManager em) throws IOException {
        int last = em.createQuery("SELECT MAX(h.id) FROM Hydrant h", Integer.class).getSingleResult();
        Set<Integer> ids = new HashSet<>();
        while (ids.size() < IN_DRILL) {
            ids.add(1 + ThreadLocalRandom.current().nextInt(last));
        }
        return json(em.createQuery("SELECT h FROM Hydrant h WHERE h.id IN :ids", Hydrant.class).setParameter("ids", ids).getResultList());
    }

    Response export(Request request, EntityManager em) {
        return Response.parts("text/csv", out -> {
            out.write("number,flow,location\n");
            em.getTransaction().begin();
            em.unwrap(Connection.class); // reads now use the transaction's connection, in which PostgreSQL's driver fetches in parts
            CursoredStream hydrants = (CursoredStream) em.createQuery("SELECT h.number, h.flow, h.location FROM Hydrant h ORDER BY h.id")
                    .setHint(QueryHints.CURSOR, HintValues.TRUE).setHint(QueryHints.CURSOR_PAGE_SIZE, FETCHED_AT_ONCE)
                    .setHint(QueryHints.JDBC_FETCH_SIZE, FETCHED_AT_ONCE).getSingleResult();
            try {
                while (hydrants.hasMoreElements()) {
                    Object[] hydrant = (Object[]) hydrants.nextElement();
                    out.write(hydrant[0] + "," + hydrant[1] + "," + hydrant[2] + "\n");
                    hydrants.releasePrevious();
                }
            } finally {
                hydrants.close();
                em.getTransaction().commit();
            }
        });
    }

    Response flow(Request request, EntityManager em) throws IOException {
        List<Flow> rows = request.rows(Flow.class);
        for (Flow row : rows) {
            Hydrant hydrant = em.createQuery("SELECT h FROM Hydrant h WHERE h.number = :number", Hydrant.class)
                    .setParameter("number", row.hydrant()).getSingleResult();
            hydrant.measured(row.flow());
        }
        return Response.json(Map.of("saved", rows.size()));
    }

    /** One UPDATE for each flow that was measured; crews round it to full hundreds. */
    Response flowBatch(Request request, EntityManager em) throws IOException {
        Map<Integer, List<String>> hydrants = new TreeMap<>();
        List<Flow> rows = request.rows(Flow.class);
        for (Flow row : rows) {
            hydrants.computeIfAbsent(row.flow(), flow -> new ArrayList<>()).add(row.hydrant());
        }
        hydrants.forEach((flow, numbers) -> em.createQuery("UPDATE Hydrant h SET h.flow = :flow, h.checks = h.checks + 1, h.version = h.version + 1 "
                + "WHERE h.number IN :numbers").setParameter("flow", flow).setParameter("numbers", numbers).executeUpdate());
        return Response.json(Map.of("saved", rows.size()));
    }
}
