package brigade.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** Fills an empty database. The same factor gives the same rows everywhere. */
public final class Sample {
    private static final LocalDate BUSY_DAY = LocalDate.of(2024, 5, 6);
    private static final LocalDateTime BEGIN = LocalDateTime.of(2021, 1, 1, 0, 0);
    private static final long SECONDS = 4L * 365 * 24 * 3600;
    private static final int ON_BUSY_DAY = 12;
    private static final int BATCH = 1000;

    private static final int DISTRICTS = 24;
    private static final int STATIONS = 60;
    private static final int VEHICLES = 400;
    private static final int QUALIFICATIONS = 20;

    private static final String[] FIRST = {"Aoife", "Björn", "Célia", "Dušan", "Elif", "Finn", "Gwen", "Håkon", "Ines", "Jakub", "Katja", "Luís"};
    private static final String[] LAST = {"Andersson", "Byrne", "Çelik", "Dvořák", "Eide", "Fischer", "García", "Hoxha", "O'Connor", "Péter"};
    private static final String[] WORDS = {"corner", "school", "bridge", "kerb", "lamp", "gate", "chapel", "market", "yard", "fence", "bakery", "stop",
        "car park", "pavement", "drive", "hall", "footpath", "verge", "junction", "cinema"};
    private static final String[] STREETS = {"Mill Lane", "Station Road", "High Street", "Church Street", "Canal Walk", "North Street", "Forge Row"};
    private static final String[] KINDS = {"rescue", "fire", "alarm", "flood", "animal", "hazmat"};
    private static final String[] GRADES = {"firefighter", "firefighter", "firefighter", "crew manager", "watch manager"};

    private final Connection connection;
    private final boolean mysql;
    private final int factor;
    private final Random random = new Random(1912);

    public Sample(Connection connection, boolean mysql, int factor) {
        this.connection = connection;
        this.mysql = mysql;
        this.factor = factor;
    }

    public void fill() throws SQLException, IOException {
        createTables();
        connection.setAutoCommit(false);
        names();
        buildings();
        hydrants();
        incidents();
        office();
        connection.commit();
    }

    private void createTables() throws SQLException, IOException {
        String text;
        try (InputStream file = Sample.class.getResourceAsStream("/sql/schema.sql")) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        text = text.replace("{{serial}}", mysql ? "INTEGER PRIMARY KEY AUTO_INCREMENT" : "SERIAL PRIMARY KEY")
                .replace("{{timestamp}}", mysql ? "DATETIME" : "TIMESTAMP(0)").replace("{{plain}}", mysql ? "" : "COLLATE \"C\"")
                .replace("{{search}}", mysql ? "CREATE FULLTEXT INDEX hydrant_location ON hydrant (location)"
                        : "CREATE INDEX hydrant_location ON hydrant USING gin (to_tsvector('simple', location))");
        try (Statement statement = connection.createStatement()) {
            for (String sql : text.split(";\\s*\n")) {
                statement.execute(sql);
            }
        }
    }

    private void insert(String table, String columns, int count, IntFunction<Object[]> row) throws SQLException {
        String places = String.join(", ", Collections.nCopies(columns.split(",").length, "?"));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " (" + columns + ") VALUES (" + places + ")")) {
            for (int i = 0; i < count; i++) {
                Object[] values = row.apply(i);
                for (int column = 0; column < values.length; column++) {
                    insert.setObject(column + 1, values[column]);
                }
                insert.addBatch();
                if (i % BATCH == BATCH - 1 || i == count - 1) {
                    insert.executeBatch();
                }
            }
        }
        connection.commit();
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private String pick(String[] values) {
        return values[random.nextInt(values.length)];
    }

    private String person() {
        return pick(FIRST) + " " + pick(LAST);
    }

    private String words(int count) {
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < count; i++) {
            text.add(pick(WORDS));
        }
        return text.toString();
    }

    /** From 1 to the last; the first ones come often. */
    private int skewed(int last) {
        double share = random.nextDouble();
        return 1 + (int) (share * share * last);
    }

    private int any(int last) {
        return 1 + random.nextInt(last);
    }

    private static int onBusyDay(int i, int count) {
        int step = count / ON_BUSY_DAY;
        return i % step == step / 2 && i / step < ON_BUSY_DAY ? i / step : -1;
    }

    /** In the order of i over four years, but for twelve on the busy day and none close to it. */
    private LocalDateTime moment(int i, int count) {
        int number = onBusyDay(i, count);
        if (number >= 0) {
            return BUSY_DAY.atTime(6 + number, 5 * number);
        }
        LocalDateTime moment = BEGIN.plusSeconds(i * SECONDS / count + random.nextInt((int) (SECONDS / count)));
        LocalDate day = moment.toLocalDate();
        return day.isAfter(BUSY_DAY.minusDays(3)) && day.isBefore(BUSY_DAY.plusDays(3)) ? moment.minusDays(6) : moment;
    }

    private LocalDate day(int from, int to) {
        return LocalDate.of(from, 1, 1).plusDays(random.nextInt((to - from) * 365));
    }

    private void names() throws SQLException {
        insert("setting", "name, value", 3,
                i -> new Object[][] {{"hourly_rate", "84"}, {"officer", "Gwen Byrne"}, {"county", "Westmarch"}}[i]);
        insert("district", "id, code, name", DISTRICTS, i -> row(i + 1, "D" + (10 + i), "District " + (char) ('A' + i)));
        insert("station", "id, code, name, district_id", STATIONS,
                i -> row(i + 1, "S" + (100 + i), "Station " + pick(STREETS) + " " + i, 1 + i % DISTRICTS));
        insert("vehicle_type", "id, name", KINDS.length * 2, i -> row(i + 1, "Type " + pick(KINDS) + " " + i));
        insert("vehicle", "id, call_sign, plate, type_id, station_id", VEHICLES,
                i -> row(i + 1, "Wessex " + (100 + i), "WM-" + (7000 + 3 * i), 1 + i % (KINDS.length * 2), 1 + i % STATIONS));
        insert("qualification", "id, code, name", QUALIFICATIONS, i -> row(i + 1, "Q" + (10 + i), "Qualification " + words(1)));
        int staff = 4000 * factor;
        insert("firefighter", "id, service_no, name, email, grade, joined_on, station_id", staff,
                i -> row(i + 1, String.format("F%06d", i), person(), "staff" + i + "@brigade.example", pick(GRADES), day(1988, 2024), skewed(STATIONS)));
        // A fifth has none yet.
        insert("certificate", "id, firefighter_id, qualification_id, valid_until", 3 * staff, i -> {
            int holder = any(staff);
            return row(i + 1, holder % 5 == 0 && holder > 1 ? holder - 1 : holder, skewed(QUALIFICATIONS), day(2024, 2029));
        });
        insert("shift", "id, firefighter_id, worked_on, kind", 50 * factor * 365,
                i -> row(i + 1, 1 + i / 365, LocalDate.of(2024, 1, 1).plusDays(i % 365), i % 4 == 0 ? "night" : i % 4 == 3 ? "off" : "day"));
    }

    private void buildings() throws SQLException {
        int holders = 3000 * factor;
        int premises = 8000 * factor;
        int alarms = 12000 * factor;
        insert("key_holder", "id, name, phone", holders, i -> row(i + 1, person(), "0" + (300_000_000 + 7 * i)));
        insert("premises", "id, number, name, street, key_safe, risk, district_id, key_holder_id", premises,
                i -> row(i + 1, String.format("P%06d", i), "The " + words(2), pick(STREETS) + " " + any(80), String.format("K%07d", 37 * i),
                        i % 10 == 0 ? "A" : i % 3 == 0 ? "B" : "C", skewed(DISTRICTS), any(holders)));
        insert("inspection", "id, premises_id, inspector_id, due_on, result", 20000 * factor,
                i -> row(i + 1, any(premises), skewed(4000 * factor), day(2021, 2026), i % 7 == 0 ? "defects" : "passed"));
        insert("alarm", "id, premises_id, sensor, raised_at, confirmed", alarms, i -> {
            int premise = onBusyDay(i, alarms) >= 0 ? 1 + 10 * onBusyDay(i, alarms) : any(premises);
            return row(i + 1, premise, "line " + any(99) + "/" + any(30), moment(i, alarms), i % 9 == 0);
        });
    }

    private void hydrants() throws SQLException {
        int hydrants = 20000 * factor;
        int checks = 30000 * factor;
        insert("hydrant", "id, number, location, flow, checks, version, district_id", hydrants, i -> {
            String location = i == 77 || i == 777 || i == 1777 ? "by the lockkeeper, " + words(5) : words(6);
            return row(i + 1, String.format("H%06d", i), location, 400 + 100 * random.nextInt(12), any(9), 1, skewed(DISTRICTS));
        });
        insert("hydrant_check", "id, hydrant_id, station_id, checked_at, flow, passed", checks,
                i -> row(i + 1, any(hydrants), skewed(STATIONS), moment(i, checks), 400 + 100 * random.nextInt(12), i % 11 != 0));
    }

    private void incidents() throws SQLException {
        int incidents = 16000 * factor;
        int staff = 4000 * factor;
        LocalDateTime[] called = new LocalDateTime[incidents];
        insert("incident", "id, number, kind, priority, address, state, called_at, closed_at, version, district_id, station_id", incidents, i -> {
            called[i] = moment(i, incidents);
            boolean open = i > incidents - 15;
            String state = open ? "open" : i % 10 == 4 ? "pending" : "closed";
            int number = onBusyDay(i, incidents);
            String kind = KINDS[number >= 0 ? number % KINDS.length : skewed(KINDS.length) - 1];
            return row(i + 1, String.format("I-%06d", i), kind, any(3), pick(STREETS) + " " + any(120), state, called[i],
                    open ? null : called[i].plusMinutes(any(240)), 1, skewed(DISTRICTS), skewed(STATIONS));
        });
        // Every fifth incident needs one vehicle only, the next one three.
        insert("deployment", "id, incident_id, vehicle_id, leader_id, alerted_at, back_at, km", 2 * incidents, i -> {
            int incident = i % 10 == 1 ? i / 2 + 2 : i / 2 + 1;
            LocalDateTime alerted = called[incident - 1].plusMinutes(any(4));
            return row(i + 1, incident, skewed(VEHICLES), skewed(staff), alerted, alerted.plusMinutes(30 + any(200)), any(40));
        });
        insert("deployment_crew", "deployment_id, firefighter_id", 4 * incidents, i -> row(i / 2 + 1, 1 + (7 * (i / 2) + i % 2) % staff));
    }

    private void office() throws SQLException {
        int courses = 600 * factor;
        insert("invoice", "id, number, recipient, hours, issued_on", 6000 * factor,
                i -> row(i + 1, String.format("R%06d", i), person(), any(30), day(2021, 2025)));
        insert("incident_report", "id, title, author, written_on, body", 1200 * factor,
                i -> row(i + 1, "Report on " + words(3), person(), day(2021, 2025), words(1100)));
        insert("course", "id, title, place, starts_on, qualification_id", courses,
                i -> row(i + 1, "Course " + words(2), pick(STREETS), day(2023, 2026), any(QUALIFICATIONS)));
        // Every ninth course has none, the next one twice as many.
        insert("booking", "id, course_id, participant, brigade, state", 20 * courses, i -> {
            int course = i / 20 + 1;
            return row(i + 1, course % 9 == 4 ? course + 1 : course, person(), "Brigade " + any(40), i % 8 == 0 ? "cancelled" : "booked");
        });
        insert("trip", "vehicle_id, driver, purpose, km, started_at", 5000 * factor,
                i -> row(skewed(VEHICLES), person(), words(2), any(90), moment(i, 5000 * factor)));
        insert("id_block", "name, last_id", 1, i -> row("line_signal", 0));
    }
}
