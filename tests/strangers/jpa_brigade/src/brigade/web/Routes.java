package brigade.web;

import brigade.Database;

/** The addresses. */
public final class Routes {
    private Routes() {
    }

    public static Server server(Database database) {
        Server server = new Server(database);
        StartPages start = new StartPages();
        server.get("/", start::home);
        server.get("/desk", start::desk);
        server.get("/stations", start::stations);
        server.get("/statistics/districts", start::districts);
        server.get("/api/statistics/response", start::responseTimes);
        server.get("/api/statistics/response/day", start::responseTimesOfDay);

        IncidentPages incidents = new IncidentPages();
        server.get("/incidents", incidents::list);
        server.get("/incidents/archive", incidents::archive);
        server.get("/incidents/older", incidents::older);
        server.get("/incidents/pending", incidents::pending);
        server.get("/incidents/board", incidents::board);
        server.get("/incidents/day", incidents::day);
        server.get("/incidents/between", incidents::between);
        server.get("/incidents/crews", incidents::crews);
        server.get("/incidents/teams", incidents::teams);
        server.get("/incidents/(I-\\d+)", incidents::incident);
        server.get("/vehicles/(\\d+)/deployments", incidents::deploymentsOfVehicle);
        server.get("/firefighters/(\\d+)/deployments", incidents::deploymentsOfLeader);
        server.get("/export/incidents.csv", incidents::export);

        HydrantPages hydrants = new HydrantPages(database.isMysql());
        server.get("/hydrants/checks", hydrants::checks);
        server.get("/hydrants/checks/latest", hydrants::latestChecks);
        server.get("/hydrants/search", hydrants::search);
        server.get("/hydrants/find", hydrants::find);
        server.get("/api/hydrants", hydrants::list);
        server.get("/api/drill", hydrants::drill);
        server.get("/api/drill/quick", hydrants::quickDrill);
        server.get("/export/hydrants.csv", hydrants::export);
        server.post("/api/flow", hydrants::flow);
        server.post("/api/flow/batch", hydrants::flowBatch);

        PremisesPages premises = new PremisesPages();
        server.get("/inspections", premises::inspections);
        server.get("/inspections/schedule", premises::schedule);
        server.get("/premises/doubles", premises::doubles);
        server.get("/api/premises/(P\\d+)", premises::premises);
        server.get("/api/keysafes/(K\\d+)", premises::keySafe);
        server.get("/api/alarms/high", premises::highRiskAlarms);
        server.get("/api/alarms/high/day", premises::highRiskAlarmsOfDay);
        server.post("/api/signals/batch", premises::signals);

        StaffPages staff = new StaffPages();
        server.get("/firefighters", staff::list);
        server.get("/firefighters/overview", staff::overview);
        server.get("/api/firefighters/complete", staff::complete);
        server.get("/firefighters/(\\d+)/shifts", staff::shifts);
        server.get("/certificates/expiring", staff::expiring);
        server.get("/courses", staff::courses);
        server.get("/api/courses", staff::courseList);
        server.get("/api/courses/participants", staff::participants);

        OfficePages office = new OfficePages();
        server.get("/api/invoices", office::invoices);
        server.get("/api/invoices/print", office::print);
        server.get("/reports", office::reports);
        server.get("/reports/titles", office::titles);
        server.get("/reports/(\\d+)", office::report);
        server.post("/api/trips", office::trips);
        return server;
    }
}
