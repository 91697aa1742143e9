package brigade.model;

import java.time.LocalDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.ManyToOne;
import javax.persistence.Table;

@Entity
@Table(name = "hydrant_check")
public class HydrantCheck {
    @Id
    private int id;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "hydrant_id")
    private Hydrant hydrant;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "station_id")
    private Station station;
    @Column(name = "checked_at")
    private LocalDateTime checkedAt;
    private int flow;
    private boolean passed;

    public Hydrant getHydrant() {
        return hydrant;
    }

    public Station getStation() {
        return station;
    }

    public LocalDateTime getCheckedAt() {
        return checkedAt;
    }

    public int getFlow() {
        return flow;
    }

    public boolean isPassed() {
        return passed;
    }
}
