package brigade.model;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

@Entity
@Table(name = "invoice")
public class Invoice {
    @Id
    private int id;
    private String number;
    private String recipient;
    private int hours;
    @Column(name = "issued_on")
    private LocalDate issuedOn;

    public String getNumber() {
        return number;
    }

    public String getRecipient() {
        return recipient;
    }

    public int getHours() {
        return hours;
    }
}
