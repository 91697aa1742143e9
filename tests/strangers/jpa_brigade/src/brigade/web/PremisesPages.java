package brigade.web;

import brigade.model.AlarmLine;
import brigade.model.Inspection;
import brigade.model.Premises;
import brigade.model.Signal;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.persistence.EntityManager;
import org.eclipse.persistence.config.QueryHints;

final class PremisesPages {
    private static final int SHOWN = 20;

    /** What an alarm transmission line sends. */
    record Reported(String line, String code, String at) {
    }

    private static Response showInspections(List<Inspection> inspections) {
        return new Html("Inspections").table("inspection", inspections, i -> List.of(i.getDueOn(), i.getPremises().getName(), i.getPremises().getStreet(),
                i.getPremises().getKeyHolder().getName(), i.getPremises().getKeyHolder().getPhone(), i.getInspector().getName(), i.getResult())).response();
    }

    Response inspections(Request request, EntityManager em) {
        return showInspections(em.createQuery("SELECT i FROM Inspection i ORDER BY i.dueOn DESC, i.id DESC", Inspection.class)
                .setMaxResults(request.limit()).getResultList());
    }

    Response schedule(Request request, EntityManager em) {
        return showInspections(em.createQuery("SELECT i FROM Inspection i WHERE i.dueOn >= :from ORDER BY i.dueOn, i.id", Inspection.class)
                .setHint(QueryHints.LEFT_FETCH, "i.premises.keyHolder").setHint(QueryHints.LEFT_FETCH, "i.inspector")
                .setParameter("from", request.day("from")).setMaxResults(request.limit()).getResultList());
    }

    /** Buildings that may be registered twice: the same street and the same key holder. */
    Response doubles(Request request, EntityManager em) {
        List<Premises> page = em.createQuery("SELECT p FROM Premises p JOIN FETCH p.keyHolder WHERE p.number >= :from ORDER BY p.number", Premises.class)
                .setParameter("from", request.text("from")).setMaxResults(request.limit()).getResultList();
        Map<String, List<String>> doubles = new LinkedHashMap<>();
        for (Premises one : page) {
            List<String> found = new ArrayList<>();
            for (Premises other : em.createQuery("SELECT p FROM Premises p WHERE p.keyHolder = :holder", Premises.class)
                    .setParameter("holder", one.getKeyHolder()).getResultList()) {
                if (other.getId() != one.getId() && other.getStreet().equals(one.getStreet())) {
                    found.add(other.getNumber());
                }
            }
            doubles.put(one.getNumber(), found);
        }
        return new Html("Possible doubles").table("premises", List.copyOf(doubles.keySet()), number -> List.of(number, doubles.get(number))).response();
    }

    private static Response json(Premises premises) throws IOException {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("number", premises.getNumber());
        found.put("name", premises.getName());
        found.put("street", premises.getStreet());
        found.put("key_safe", premises.getKeySafe());
        found.put("phone", premises.getKeyHolder().getPhone());
        return Response.json(found);
    }

    Response premises(Request request, EntityManager em) throws IOException {
        return json(em.createQuery("SELECT p FROM Premises p WHERE p.number = :number", Premises.class).setParameter("number", request.part())
                .getSingleResult());
    }

    Response keySafe(Request request, EntityManager em) throws IOException {
        return json(em.createQuery("SELECT p FROM Premises p WHERE p.keySafe = :number", Premises.class).setParameter("number", request.part())
                .getSingleResult());
    }

    private static Response json(List<AlarmLine> alarms) throws IOException {
        List<Map<String, Object>> found = new ArrayList<>();
        for (AlarmLine alarm : alarms) {
            found.add(Map.of("sensor", alarm.sensor(), "raised", alarm.raisedAt().toString(), "confirmed", alarm.confirmed()));
        }
        return Response.json(found);
    }

    Response highRiskAlarms(Request request, EntityManager em) throws IOException {
        List<Integer> premises = em.createQuery("SELECT p.id FROM Premises p WHERE p.risk = 'A'", Integer.class).getResultList();
        return json(em.createQuery("SELECT NEW brigade.model.AlarmLine(a.sensor, a.raisedAt, a.confirmed) FROM Alarm a WHERE a.premises.id IN :premises "
                + "ORDER BY a.raisedAt DESC, a.id DESC", AlarmLine.class).setParameter("premises", premises).setMaxResults(SHOWN).getResultList());
    }

    Response highRiskAlarmsOfDay(Request request, EntityManager em) throws IOException {
        LocalDate day = request.day("day");
        return json(em.createQuery("SELECT NEW brigade.model.AlarmLine(a.sensor, a.raisedAt, a.confirmed) FROM Alarm a JOIN a.premises p "
                + "WHERE p.risk = 'A' AND a.raisedAt >= :begin AND a.raisedAt < :end ORDER BY a.raisedAt", AlarmLine.class)
                .setParameter("begin", day.atStartOfDay()).setParameter("end", day.plusDays(1).atStartOfDay()).getResultList());
    }

    Response signals(Request request, EntityManager em) throws IOException {
        List<Reported> rows = request.rows(Reported.class);
        for (Reported row : rows) {
            em.persist(new Signal(row.line(), row.code(), LocalDateTime.parse(row.at())));
        }
        return Response.json(Map.of("saved", rows.size()));
    }
}
