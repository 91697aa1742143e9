package brigade.model;

import java.time.LocalDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.ManyToOne;
import javax.persistence.Table;

/** Raised by the fire alarm system of a building. */
@Entity
@Table(name = "alarm")
public class Alarm {
    @Id
    private int id;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "premises_id")
    private Premises premises;
    private String sensor;
    @Column(name = "raised_at")
    private LocalDateTime raisedAt;
    private boolean confirmed;

    public Premises getPremises() {
        return premises;
    }

    public String getSensor() {
        return sensor;
    }

    public LocalDateTime getRaisedAt() {
        return raisedAt;
    }

    public boolean isConfirmed() {
        return confirmed;
    }
}
