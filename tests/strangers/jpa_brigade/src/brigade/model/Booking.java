package brigade.model;

import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** Participants come from other brigades too, so only their names are kept. */
@Entity
@Table(name = "booking")
public class Booking {
    @Id
    private int id;
    private String participant;
    private String brigade;
    private String state;

    public String getParticipant() {
        return participant;
    }

    public String getBrigade() {
        return brigade;
    }

    public String getState() {
        return state;
    }
}
