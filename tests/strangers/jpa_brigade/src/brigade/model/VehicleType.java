package brigade.model;

import javax.persistence.Cacheable;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.eclipse.persistence.annotations.Cache;
import org.eclipse.persistence.annotations.CacheType;

@Entity
@Table(name = "vehicle_type")
@Cacheable
@Cache(type = CacheType.FULL)
public class VehicleType {
    @Id
    private int id;
    private String name;

    public String getName() {
        return name;
    }
}
