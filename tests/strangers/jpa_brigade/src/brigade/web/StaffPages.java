package brigade.web;

import brigade.model.Booking;
import brigade.model.Certificate;
import brigade.model.Course;
import brigade.model.Firefighter;
import brigade.model.Shift;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.persistence.EntityManager;
import org.eclipse.persistence.config.QueryHints;

final class StaffPages {
    private static final LocalDate TODAY = LocalDate.of(2024, 5, 6); // the sample's

    Response list(Request request, EntityManager em) {
        List<Firefighter> staff = em.createQuery("SELECT f FROM Firefighter f ORDER BY f.id", Firefighter.class)
                .setMaxResults(request.limit()).getResultList();
        return new Html("Firefighters").table("firefighter", staff,
                f -> List.of(f.getServiceNo(), f.getName(), f.getGrade(), f.getStation().getName(), f.getCertificates().size() + " certificates")).response();
    }

    Response overview(Request request, EntityManager em) {
        List<Object[]> staff = em.createQuery("SELECT f.serviceNo, f.name, f.grade, (SELECT COUNT(c) FROM Certificate c WHERE c.firefighter = f) "
                + "FROM Firefighter f ORDER BY f.id", Object[].class).setMaxResults(request.limit()).getResultList();
        return new Html("Firefighters").table("firefighter", staff, Arrays::asList).response();
    }

    Response complete(Request request, EntityManager em) throws IOException {
        List<Object[]> staff = em.createQuery("SELECT f.serviceNo, f.name FROM Firefighter f WHERE f.serviceNo LIKE :start ORDER BY f.serviceNo",
                Object[].class).setParameter("start", request.text("start").replaceAll("\\W", "") + "%").setMaxResults(request.limit()).getResultList();
        return Response.json(staff.stream().map(row -> Map.of("service_no", row[0], "name", row[1])).toList());
    }

    Response shifts(Request request, EntityManager em) {
        LocalDate from = request.day("from");
        List<Shift> shifts = em.createQuery("SELECT s FROM Shift s WHERE s.firefighterId = :id AND s.workedOn >= :begin AND s.workedOn < :end "
                + "ORDER BY s.workedOn", Shift.class).setParameter("id", request.id()).setParameter("begin", from)
                .setParameter("end", from.plusDays(request.number("days", 7, 1, 366))).getResultList();
        return new Html("Shifts").table("shift", shifts, s -> List.of(s.getWorkedOn(), s.getKind())).response();
    }

    Response expiring(Request request, EntityManager em) {
        List<Certificate> certificates = em.createQuery("SELECT c FROM Certificate c WHERE c.validUntil >= :today ORDER BY c.validUntil, c.id",
                Certificate.class).setHint(QueryHints.BATCH_TYPE, "IN").setHint(QueryHints.BATCH, "c.firefighter").setParameter("today", TODAY)
                .setMaxResults(request.limit()).getResultList();
        return new Html("Certificates that expire").table("certificate", certificates, c -> List.of(c.getValidUntil(), c.getFirefighter().getName(),
                c.getFirefighter().getStation().getName(), c.getQualification().getName())).response();
    }

    Response courses(Request request, EntityManager em) {
        List<Course> courses = em.createQuery("SELECT c FROM Course c WHERE c.startsOn >= :today ORDER BY c.startsOn, c.id", Course.class)
                .setHint(QueryHints.BATCH_TYPE, "JOIN").setHint(QueryHints.BATCH, "c.bookings").setParameter("today", TODAY)
                .setMaxResults(request.limit()).getResultList();
        return new Html("Courses").table("course", courses, c -> List.of(c.getStartsOn(), c.getTitle(), c.getPlace(), c.getBookings().size() + " booked"))
                .response();
    }

    /** The next courses with their bookings. A LIMIT would count the joined rows, so the courses of the page are found first. */
    private static List<Course> next(EntityManager em, int limit) {
        List<Integer> ids = em.createQuery("SELECT c.id FROM Course c WHERE c.startsOn >= :today ORDER BY c.startsOn, c.id", Integer.class)
                .setParameter("today", TODAY).setMaxResults(limit).getResultList();
        return em.createQuery("SELECT DISTINCT c FROM Course c LEFT JOIN FETCH c.bookings WHERE c.id IN :ids ORDER BY c.startsOn, c.id", Course.class)
                .setParameter("ids", ids).getResultList();
    }

    private static Map<String, Object> json(Course course) {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("title", course.getTitle());
        found.put("place", course.getPlace());
        found.put("starts", course.getStartsOn().toString());
        found.put("qualification", course.getQualification().getName());
        return found;
    }

    Response courseList(Request request, EntityManager em) throws IOException {
        return Response.json(next(em, request.limit()).stream().map(StaffPages::json).toList());
    }

    Response participants(Request request, EntityManager em) throws IOException {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Course course : next(em, request.limit())) {
            Map<String, Object> one = json(course);
            List<Map<String, String>> participants = new ArrayList<>();
            for (Booking booking : course.getBookings()) {
                participants.add(Map.of("name", booking.getParticipant(), "brigade", booking.getBrigade(), "state", booking.getState()));
            }
            one.put("participants", participants);
            found.add(one);
        }
        return Response.json(found);
    }
}
