package brigade.web;

import brigade.model.Invoice;
import brigade.model.Report;
import brigade.model.ReportTitle;
import brigade.model.Setting;
import brigade.model.Trip;
import brigade.model.Vehicle;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.persistence.EntityManager;
import javax.persistence.NoResultException;

final class OfficePages {
    private static final String RATE = "hourly_rate";

    /** A line of a vehicle's log book, as the tablet in the vehicle sends it. */
    record Driven(int vehicle, String driver, String purpose, int km, String at) {
    }

    private static Response json(Request request, EntityManager em, Supplier<String> rate) throws IOException {
        List<Invoice> invoices = em.createQuery("SELECT i FROM Invoice i ORDER BY i.id DESC", Invoice.class)
                .setMaxResults(request.limit()).getResultList();
        return Response.json(invoices.stream().map(invoice -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("invoice", invoice.getNumber());
            one.put("recipient", invoice.getRecipient());
            one.put("amount", invoice.getHours() * Integer.parseInt(rate.get()));
            return one;
        }).toList());
    }

    Response invoices(Request request, EntityManager em) throws IOException {
        return json(request, em, () -> em.createQuery("SELECT s.value FROM Setting s WHERE s.name = :name", String.class).setParameter("name", RATE)
                .getSingleResult());
    }

    /** The entity manager loads the setting once. */
    Response print(Request request, EntityManager em) throws IOException {
        return json(request, em, () -> em.find(Setting.class, RATE).getValue());
    }

    Response reports(Request request, EntityManager em) {
        List<Report> reports = em.createQuery("SELECT r FROM Report r ORDER BY r.writtenOn DESC, r.id DESC", Report.class)
                .setMaxResults(request.limit()).getResultList();
        return new Html("Reports").table("report", reports, r -> List.of(r.getId(), r.getTitle(), r.getAuthor(), r.getWrittenOn())).response();
    }

    Response titles(Request request, EntityManager em) {
        List<ReportTitle> reports = em.createQuery("SELECT NEW brigade.model.ReportTitle(r.id, r.title, r.author, r.writtenOn) FROM Report r "
                + "ORDER BY r.writtenOn DESC, r.id DESC", ReportTitle.class).setMaxResults(request.limit()).getResultList();
        return new Html("Reports").table("report", reports, r -> List.of(r.id(), r.title(), r.author(), r.writtenOn())).response();
    }

    Response report(Request request, EntityManager em) {
        Report report = em.find(Report.class, request.id());
        if (report == null) {
            throw new NoResultException();
        }
        return new Html(report.getTitle()).heading("report", report.getAuthor()).paragraph(report.getBody()).response();
    }

    Response trips(Request request, EntityManager em) throws IOException {
        List<Driven> rows = request.rows(Driven.class);
        for (Driven row : rows) {
            Vehicle vehicle = em.getReference(Vehicle.class, row.vehicle());
            em.persist(new Trip(vehicle, row.driver(), row.purpose(), row.km(), LocalDateTime.parse(row.at())));
        }
        return Response.json(Map.of("saved", rows.size()));
    }
}
