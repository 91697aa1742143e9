package brigade.model;

import java.time.LocalDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.ManyToOne;
import javax.persistence.Table;

/** A line of a vehicle's log book. */
@Entity
@Table(name = "trip")
public class Trip {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private int id;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "vehicle_id")
    private Vehicle vehicle;
    private String driver;
    private String purpose;
    private int km;
    @Column(name = "started_at")
    private LocalDateTime startedAt;

    protected Trip() {
    }

    public Trip(Vehicle vehicle, String driver, String purpose, int km, LocalDateTime startedAt) {
        this.vehicle = vehicle;
        this.driver = driver;
        this.purpose = purpose;
        this.km = km;
        this.startedAt = startedAt;
    }

    public Vehicle getVehicle() {
        return vehicle;
    }

    public String getDriver() {
        return driver;
    }
}
