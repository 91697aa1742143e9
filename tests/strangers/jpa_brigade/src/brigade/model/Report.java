package brigade.model;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

@Entity
@Table(name = "incident_report")
public class Report {
    @Id
    private int id;
    private String title;
    private String author;
    @Column(name = "written_on")
    private LocalDate writtenOn;
    private String body;

    public int getId() {
        return id;
    }

    public String getTitle() {
        return title;
    }

    public String getAuthor() {
        return author;
    }

    public LocalDate getWrittenOn() {
        return writtenOn;
    }

    public String getBody() {
        return body;
    }
}
