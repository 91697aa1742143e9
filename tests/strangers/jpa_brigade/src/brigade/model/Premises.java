package brigade.model;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.ManyToOne;
import javax.persistence.Table;

/** A building with a fire alarm or with regular inspections. */
@Entity
@Table(name = "premises")
public class Premises {
    @Id
    private int id;
    private String number;
    private String name;
    private String street;
    @Column(name = "key_safe")
    private String keySafe;
    private String risk;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "district_id")
    private District district;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "key_holder_id")
    private KeyHolder keyHolder;

    public int getId() {
        return id;
    }

    public String getNumber() {
        return number;
    }

    public String getName() {
        return name;
    }

    public String getStreet() {
        return street;
    }

    public String getKeySafe() {
        return keySafe;
    }

    public String getRisk() {
        return risk;
    }

    public District getDistrict() {
        return district;
    }

    public KeyHolder getKeyHolder() {
        return keyHolder;
    }
}
