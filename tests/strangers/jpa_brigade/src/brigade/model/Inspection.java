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
@Table(name = "inspection")
public class Inspection {
    @Id
    private int id;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "premises_id")
    private Premises premises;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "inspector_id")
    private Firefighter inspector;
    @Column(name = "due_on")
    private LocalDate dueOn;
    private String result;

    public int getId() {
        return id;
    }

    public Premises getPremises() {
        return premises;
    }

    public Firefighter getInspector() {
        return inspector;
    }

    public LocalDate getDueOn() {
        return dueOn;
    }

    public String getResult() {
        return result;
    }
}
