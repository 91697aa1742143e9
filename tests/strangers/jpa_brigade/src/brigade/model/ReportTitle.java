package brigade.model;

import java.time.LocalDate;

public record ReportTitle(int id, String title, String author, LocalDate writtenOn) {
}
