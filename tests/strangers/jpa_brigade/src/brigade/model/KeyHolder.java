package brigade.model;

import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** Whom the control room calls when a building must be opened. */
@Entity
@Table(name = "key_holder")
public class KeyHolder {
    @Id
    private int id;
    private String name;
    private String phone;

    public String getName() {
        return name;
    }

    public String getPhone() {
        return phone;
    }
}
