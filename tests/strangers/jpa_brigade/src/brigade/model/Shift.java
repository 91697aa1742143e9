package brigade.model;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

@Entity
@Table(name = "shift")
public class Shift {
    @Id
    private int id;
    @Column(name = "firefighter_id")
    private int firefighterId;
    @Column(name = "worked_on")
    private LocalDate workedOn;
    private String kind;

    public LocalDate getWorkedOn() {
        return workedOn;
    }

    public String getKind() {
        return kind;
    }
}
