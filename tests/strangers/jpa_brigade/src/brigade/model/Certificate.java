package brigade.model;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.ManyToOne;
import javax.persistence.Table;

@Entity
@Table(name = "certificate")
public class Certificate {
    @Id
    private int id;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "firefighter_id")
    private Firefighter firefighter;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "qualification_id")
    private Qualification qualification;
    @Column(name = "valid_until")
    private LocalDate validUntil;

    public Firefighter getFirefighter() {
        return firefighter;
    }

    public Qualification getQualification() {
        return qualification;
    }

    public LocalDate getValidUntil() {
        return validUntil;
    }
}
