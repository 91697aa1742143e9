package brigade.model;

import java.time.LocalDateTime;
import java.util.List;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.JoinTable;
import javax.persistence.ManyToMany;
import javax.persistence.ManyToOne;
import javax.persistence.Table;

/** One vehicle with its crew at one incident. */
@Entity
@Table(name = "deployment")
public class Deployment {
    @Id
    private int id;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "incident_id")
    private Incident incident;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "vehicle_id")
    private Vehicle vehicle;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "leader_id")
    private Firefighter leader;
    @Column(name = "alerted_at")
    private LocalDateTime alertedAt;
    @Column(name = "back_at")
    private LocalDateTime backAt;
    private int km;
    @ManyToMany
    @JoinTable(name = "deployment_crew", joinColumns = @JoinColumn(name = "deployment_id"),
            inverseJoinColumns = @JoinColumn(name = "firefighter_id"))
    private List<Firefighter> crew;

    public int getId() {
        return id;
    }

    public Incident getIncident() {
        return incident;
    }

    public Vehicle getVehicle() {
        return vehicle;
    }

    public Firefighter getLeader() {
        return leader;
    }

    public LocalDateTime getAlertedAt() {
        return alertedAt;
    }

    public LocalDateTime getBackAt() {
        return backAt;
    }

    public int getKm() {
        return km;
    }

    public List<Firefighter> getCrew() {
        return crew;
    }
}
