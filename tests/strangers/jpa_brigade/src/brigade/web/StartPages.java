package brigade.web;

import brigade.model.AlarmLine;
import brigade.model.Certificate;
import brigade.model.Course;
import brigade.model.Incident;
import brigade.model.Report;
import brigade.model.Setting;
import brigade.model.Station;
import brigade.model.Trip;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.persistence.EntityManager;

final class StartPages {
    private static final LocalDate TODAY = LocalDate.of(2024, 5, 6); // the sample's
    private static final int BLOCK = 5;

    private final Kept<List<Object[]>> perDistrict = new Kept<>(Duration.ofMinutes(10));

    Response home(Request request, EntityManager em) {
        List<Object[]> kinds = em.createQuery(
                "SELECT i.kind, COUNT(i), MAX(i.calledAt) FROM Incident i GROUP BY i.kind ORDER BY i.kind", Object[].class).getResultList();
        List<Object[]> types = em.createQuery(
                "SELECT t.name, COUNT(d), SUM(d.km) FROM Deployment d JOIN d.vehicle v JOIN v.type t GROUP BY t.name ORDER BY t.name",
                Object[].class).getResultList();
        List<Object[]> checks = em.createQuery(
                "SELECT c.passed, COUNT(c) FROM HydrantCheck c GROUP BY c.passed ORDER BY c.passed", Object[].class).getResultList();
        return new Html("County fire brigade").table("kind", kinds, Arrays::asList).table("type", types, Arrays::asList).table("checks", checks, Arrays::asList)
                .response();
    }

    /** What the officer on duty looks at. */
    Response desk(Request request, EntityManager em) {
        List<Incident> incidents = em.createQuery("SELECT i FROM Incident i ORDER BY i.calledAt DESC, i.id DESC", Incident.class)
                .setMaxResults(request.limit()).getResultList();
        List<AlarmLine> alarms = em.createQuery("SELECT NEW brigade.model.AlarmLine(a.sensor, a.raisedAt, a.confirmed) FROM Alarm a "
                + "ORDER BY a.raisedAt DESC, a.id DESC", AlarmLine.class).setMaxResults(BLOCK).getResultList();
        List<Certificate> certificates = em.createQuery("SELECT c FROM Certificate c JOIN FETCH c.firefighter WHERE c.validUntil >= :today "
                + "ORDER BY c.validUntil, c.id", Certificate.class).setParameter("today", TODAY).setMaxResults(BLOCK).getResultList();
        List<Course> courses = em.createQuery("SELECT c FROM Course c WHERE c.startsOn >= :today ORDER BY c.startsOn, c.id", Course.class)
                .setParameter("today", TODAY).setMaxResults(BLOCK).getResultList();
        List<Trip> trips = em.createQuery("SELECT t FROM Trip t ORDER BY t.id DESC", Trip.class).setMaxResults(BLOCK).getResultList();
        Report report = em.find(Report.class, 1);
        return new Html("On duty: " + em.find(Setting.class, "officer").getValue())
                .table("incident", incidents, i -> List.of(i.getNumber(), i.getKind(), i.getAddress(), i.getStation().getName()))
                .list(alarms, a -> a.sensor() + " " + a.raisedAt()).list(trips, t -> t.getDriver() + ", " + t.getVehicle().getCallSign())
                .list(certificates, c -> c.getFirefighter().getName() + ", " + c.getQualification().getName() + ", " + c.getValidUntil())
                .list(courses, c -> c.getTitle() + ", " + c.getPlace()).paragraph(report.getTitle(), report.getBody()).response();
    }

    Response stations(Request request, EntityManager em) {
        List<Station> stations = em.createNamedQuery("Station.all", Station.class).getResultList();
        return new Html("Stations").table("station", stations, s -> List.of(s.getCode(), s.getName(), s.getDistrict().getName())).response();
    }

    Response districts(Request request, EntityManager em) {
        List<Object[]> rows = perDistrict.get(() -> em.createQuery("SELECT d.name, COUNT(i), MAX(i.calledAt) FROM Incident i JOIN i.district d "
                + "GROUP BY d.name ORDER BY d.name", Object[].class).getResultList());
        return new Html("Districts").table("district", rows, Arrays::asList).response();
    }

    private record Spent(int incidents, long minutes) {
        Spent and(long more) {
            return new Spent(incidents + 1, minutes + more);
        }
    }

    Response responseTimes(Request request, EntityManager em) throws IOException {
        List<Object[]> rows = em.createQuery("SELECT i.kind, i.calledAt, i.closedAt FROM Incident i WHERE i.closedAt IS NOT NULL", Object[].class)
                .getResultList();
        Map<String, Spent> spent = new TreeMap<>();
        for (Object[] row : rows) {
            long minutes = Duration.between((LocalDateTime) row[1], (LocalDateTime) row[2]).toMinutes();
            spent.merge((String) row[0], new Spent(1, minutes), (before, one) -> before.and(minutes));
        }
        List<Map<String, Object>> lines = new ArrayList<>();
        spent.forEach((kind, sum) -> lines.add(line(kind, sum.incidents(), sum.minutes() / sum.incidents())));
        return Response.json(lines);
    }

    Response responseTimesOfDay(Request request, EntityManager em) throws IOException {
        LocalDateTime begin = request.day("day").atStartOfDay();
        List<Object[]> rows = em.createQuery("SELECT i.kind, COUNT(i), MAX(i.priority) FROM Incident i WHERE i.calledAt >= :begin AND i.calledAt < :end "
                + "GROUP BY i.kind ORDER BY i.kind", Object[].class).setParameter("begin", begin).setParameter("end", begin.plusDays(1)).getResultList();
        return Response.json(rows.stream().map(row -> line(row[0], row[1], row[2])).toList());
    }

    private static Map<String, Object> line(Object kind, Object incidents, Object figure) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        line.put("incidents", incidents);
        line.put("figure", figure);
        return line;
    }
}
