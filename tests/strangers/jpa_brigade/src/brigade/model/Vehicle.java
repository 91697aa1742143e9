package brigade.model;

import javax.persistence.Cacheable;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.ManyToOne;
import javax.persistence.Table;
import org.eclipse.persistence.annotations.Cache;
import org.eclipse.persistence.annotations.CacheType;

/** A few hundred, and changed by this service only. */
@Entity
@Table(name = "vehicle")
@Cacheable
@Cache(type = CacheType.SOFT_WEAK, size = 500)
public class Vehicle {
    @Id
    private int id;
    @Column(name = "call_sign")
    private String callSign;
    private String plate;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "type_id")
    private VehicleType type;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "station_id")
    private Station station;

    public int getId() {
        return id;
    }

    public String getCallSign() {
        return callSign;
    }

    public String getPlate() {
        return plate;
    }

    public VehicleType getType() {
        return type;
    }

    public Station getStation() {
        return station;
    }
}
