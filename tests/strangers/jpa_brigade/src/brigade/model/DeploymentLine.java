package brigade.model;

import java.time.LocalDateTime;

/** A deployment as a list shows it. */
public record DeploymentLine(LocalDateTime alertedAt, int km, String incident, String address, String callSign) {
}
