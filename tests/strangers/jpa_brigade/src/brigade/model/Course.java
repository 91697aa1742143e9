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
import javax.persistence.Table;

@Entity
@Table(name = "course")
public class Course {
    @Id
    private int id;
    private String title;
    private String place;
    @Column(name = "starts_on")
    private LocalDate startsOn;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "qualification_id")
    private Qualification qualification;
    @OneToMany
    @JoinColumn(name = "course_id")
    private List<Booking> bookings;

    public int getId() {
        return id;
    }

    public String getTitle() {
        return title;
    }

    public String getPlace() {
        return place;
    }

    public LocalDate getStartsOn() {
        return startsOn;
    }

    public Qualification getQualification() {
        return qualification;
    }

    public List<Booking> getBookings() {
        return bookings;
    }
}
