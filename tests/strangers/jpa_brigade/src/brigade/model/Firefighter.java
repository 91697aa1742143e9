package brigade.model;

import java.time.LocalDate;
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

@Entity
@Table(name = "firefighter")
public class Firefighter {
    @Id
    private int id;
    @Column(name = "service_no")
    private String serviceNo;
    private String name;
    private String email;
    private String grade;
    @Column(name = "joined_on")
    private LocalDate joinedOn;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "station_id")
    private Station station;
    @OneToMany(mappedBy = "firefighter")
    @OrderBy("validUntil")
    private List<Certificate> certificates;

    public int getId() {
        return id;
    }

    public String getServiceNo() {
        return serviceNo;
    }

    public String getName() {
        return name;
    }

    public String getEmail() {
        return email;
    }

    public String getGrade() {
        return grade;
    }

    public LocalDate getJoinedOn() {
        return joinedOn;
    }

    public Station getStation() {
        return station;
    }

    public List<Certificate> getCertificates() {
        return certificates;
    }
}
