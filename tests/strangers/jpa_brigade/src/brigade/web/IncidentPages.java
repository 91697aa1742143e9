package brigade.web;

import brigade.model.Deployment;
import brigade.model.DeploymentLine;
import brigade.model.Firefighter;
import brigade.model.Incident;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import javax.persistence.TypedQuery;
import org.eclipse.persistence.config.QueryHints;

final class IncidentPages {
    private static final String NEWEST = "SELECT i FROM Incident i ORDER BY i.calledAt DESC, i.id DESC";
    private static final int PAGE = 25;
    private static final int COUNTED_TO = 1000;

    private static Html show(Html page, List<Incident> incidents) {
        return page.table("incident", incidents, i -> List.of(i.getNumber(), i.getKind(), i.getPriority(), i.getAddress(), i.getState(), i.getCalledAt()));
    }

    private static TypedQuery<Incident> newest(EntityManager em, int limit) {
        return em.createQuery(NEWEST, Incident.class).setMaxResults(limit);
    }

    Response list(Request request, EntityManager em) {
        int limit = request.limit();
        int page = request.number("page", 1, 1, 1_000_000);
        long total = em.createQuery("SELECT COUNT(i) FROM Incident i", Long.class).getSingleResult();
        List<Incident> incidents = newest(em, limit).setFirstResult((page - 1) * limit).getResultList();
        return show(new Html("Incidents"), incidents).paragraph("Page", page, "of", (total + limit - 1) / limit).response();
    }

    Response archive(Request request, EntityManager em) {
        int page = request.number("page", 1, 1, 1_000_000);
        List<Incident> incidents = em.createQuery("SELECT i FROM Incident i ORDER BY i.id DESC", Incident.class).setMaxResults(PAGE + 1)
                .setFirstResult((page - 1) * PAGE).getResultList();
        boolean more = incidents.size() > PAGE;
        return show(new Html("Archive"), incidents.subList(0, Math.min(PAGE, incidents.size()))).paragraph(more ? "older" : "the end").response();
    }

    /** Continues after the last incident of the page before, as in before=2022-06-01T00:00:00,17. */
    Response older(Request request, EntityManager em) {
        String[] before = request.text("before").split(",");
        LocalDateTime at;
        int id;
        try {
            at = LocalDateTime.parse(before[0]);
            id = before.length == 2 ? Integer.parseInt(before[1]) : 0;
        } catch (DateTimeParseException | NumberFormatException error) {
            throw new BadRequest("before is not a time and a number");
        }
        List<Incident> incidents = em.createQuery("SELECT i FROM Incident i WHERE i.calledAt <= :at AND (i.calledAt < :at OR i.id < :id) "
                + "ORDER BY i.calledAt DESC, i.id DESC", Incident.class).setParameter("at", at).setParameter("id", id)
                .setMaxResults(request.limit()).getResultList();
        return show(new Html("Older incidents"), incidents).response();
    }

    Response pending(Request request, EntityManager em) {
        Number counted = (Number) em.createNativeQuery("SELECT COUNT(*) FROM (SELECT id FROM incident WHERE state = 'pending' LIMIT "
                + (COUNTED_TO + 1) + ") AS pending").getSingleResult();
        List<Incident> incidents = em.createQuery("SELECT i FROM Incident i WHERE i.state = 'pending' ORDER BY i.calledAt DESC, i.id DESC", Incident.class)
                .setMaxResults(request.limit()).getResultList();
        String total = counted.intValue() > COUNTED_TO ? "more than " + COUNTED_TO : counted.toString();
        return show(new Html("Reports to be written"), incidents).paragraph(total, "in all").response();
    }

    Response board(Request request, EntityManager em) {
        List<Incident> incidents = newest(em, request.limit()).getResultList();
        return new Html("Board").table("incident", incidents, i -> List.of(i.getNumber(), i.getKind(), i.getAddress(), i.getDistrict().getName(),
                i.getStation().getName(), i.getStation().getDistrict().getCode())).response();
    }

    Response day(Request request, EntityManager em) {
        List<Incident> incidents = em.createQuery("SELECT i FROM Incident i WHERE FUNCTION('DATE', i.calledAt) = :day ORDER BY i.calledAt", Incident.class)
                .setParameter("day", request.day("day")).getResultList();
        return show(new Html("Incidents of the day"), incidents).response();
    }

    Response between(Request request, EntityManager em) {
        LocalDateTime begin = request.day("day").atStartOfDay();
        List<Incident> incidents = em.createQuery("SELECT i FROM Incident i WHERE i.calledAt >= :begin AND i.calledAt < :end ORDER BY i.calledAt",
                Incident.class).setParameter("begin", begin).setParameter("end", begin.plusDays(1)).getResultList();
        return show(new Html("Incidents of the day"), incidents).response();
    }

    private static String names(List<Firefighter> crew) {
        return crew.stream().map(Firefighter::getName).collect(Collectors.joining(", "));
    }

    private static Response showCrews(String title, List<Incident> incidents) {
        Html page = new Html(title);
        for (Incident incident : incidents) {
            page.heading("incident", incident.getNumber() + ", " + incident.getKind());
            page.list(incident.getDeployments(), d -> d.getVehicle().getCallSign() + ", " + d.getLeader().getName() + ": " + names(d.getCrew()));
        }
        return page.response();
    }

    Response crews(Request request, EntityManager em) {
        return showCrews("Who was where", newest(em, request.limit()).getResultList());
    }

    Response teams(Request request, EntityManager em) {
        List<Incident> incidents = newest(em, request.limit()).setHint(QueryHints.BATCH_TYPE, "IN").setHint(QueryHints.BATCH, "i.deployments")
                .setHint(QueryHints.BATCH, "i.deployments.leader").setHint(QueryHints.BATCH, "i.deployments.crew").getResultList();
        return showCrews("Teams", incidents);
    }

    Response incident(Request request, EntityManager em) {
        Incident incident = em.createQuery("SELECT i FROM Incident i WHERE i.number = :number", Incident.class)
                .setParameter("number", request.part()).getSingleResult();
        List<Deployment> deployments = em.createQuery("SELECT DISTINCT d FROM Deployment d JOIN FETCH d.leader LEFT JOIN FETCH d.crew "
                + "WHERE d.incident = :incident", Deployment.class).setParameter("incident", incident).getResultList();
        Html page = new Html(incident.getNumber()).table("incident", List.of(incident),
                i -> List.of(i.getKind(), i.getAddress(), i.getStation().getName(), i.getDistrict().getName()));
        return page.list(deployments, d -> d.getVehicle().getCallSign() + ", " + d.getLeader().getName() + ": " + names(d.getCrew())).response();
    }

    private static TypedQuery<DeploymentLine> lines(EntityManager em, String condition, int id) {
        return em.createQuery("SELECT NEW brigade.model.DeploymentLine(d.alertedAt, d.km, i.number, i.address, v.callSign) FROM Deployment d "
                + "JOIN d.incident i JOIN d.vehicle v WHERE " + condition + " ORDER BY d.alertedAt DESC, d.id DESC", DeploymentLine.class)
                .setParameter("id", id);
    }

    private static Response showLines(List<DeploymentLine> lines) {
        return new Html("Deployments").table("deployment", lines, d -> List.of(d.alertedAt(), d.km(), d.incident(), d.address(), d.callSign()))
                .response();
    }

    Response deploymentsOfVehicle(Request request, EntityManager em) {
        return showLines(lines(em, "v.id = :id", request.id()).setMaxResults(request.limit()).getResultList());
    }

    Response deploymentsOfLeader(Request request, EntityManager em) {
        return showLines(lines(em, "d.leader.id = :id", request.id()).setMaxResults(request.limit()).getResultList());
    }

    Response export(Request request, EntityManager em) {
        StringBuilder text = new StringBuilder("number,kind,state,called\n");
        for (Incident i : em.createQuery("SELECT i FROM Incident i ORDER BY i.id", Incident.class).getResultList()) {
            text.append(i.getNumber()).append(',').append(i.getKind()).append(',').append(i.getState()).append(',').append(i.getCalledAt()).append('\n');
        }
        return Response.text(200, "text/csv", text.toString());
    }
}
