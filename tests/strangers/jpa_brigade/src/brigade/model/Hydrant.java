package brigade.model;

import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.ManyToOne;
import javax.persistence.Table;
import javax.persistence.Version;

@Entity
@Table(name = "hydrant")
public class Hydrant {
    @Id
    private int id;
    private String number;
    private String location;
    private int flow;
    private int checks;
    @Version
    private int version;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "district_id")
    private District district;

    public int getId() {
        return id;
    }

    public String getNumber() {
        return number;
    }

    public String getLocation() {
        return location;
    }

    public int getFlow() {
        return flow;
    }

    public District getDistrict() {
        return district;
    }

    /** Takes over the flow, in litres a minute, that was measured by a check. */
    public void measured(int litresPerMinute) {
        flow = litresPerMinute;
        checks++;
    }
}
