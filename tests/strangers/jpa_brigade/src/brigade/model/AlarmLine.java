package brigade.model;

import java.time.LocalDateTime;

public record AlarmLine(String sensor, LocalDateTime raisedAt, boolean confirmed) {
}
