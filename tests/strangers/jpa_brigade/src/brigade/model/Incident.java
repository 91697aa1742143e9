package brigade.model;

import java.time.LocalDateTime;
import java.util.List;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.ManyToOne;
import javax.persistence.OneToMany;
import javax.persistence.OrderBy;
import javax.persistence.Table;
import javax.persistence.Version;

@Entity
@Table(name = "incident")
public class Incident {
    @Id
    private int id;
    private String number;
    private String kind;
    private int priority;
    private String address;
    private String state;
    @Column(name = "called_at")
    private LocalDateTime calledAt;
    @Column(name = "closed_at")
    private LocalDateTime closedAt;
    @Version
    private int version;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "district_id")
    private District district;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "station_id")
    private Station station;
    @OneToMany(mappedBy = "incident")
    @OrderBy("alertedAt")
    private List<Deployment> deployments;

    public int getId() {
        return id;
    }

    public String getNumber() {
        return number;
    }

    public String getKind() {
        return kind;
    }

    public int getPriority() {
        return priority;
    }

    public String getAddress() {
        return address;
    }

    public String getState() {
        return state;
    }

    public LocalDateTime getCalledAt() {
        return calledAt;
    }

    public LocalDateTime getClosedAt() {
        return closedAt;
    }

    public District getDistrict() {
        return district;
    }

    public Station getStation() {
        return station;
    }

    public List<Deployment> getDeployments() {
        return deployments;
    }
}
