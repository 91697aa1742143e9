package brigade.model;

import javax.persistence.Cacheable;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.eclipse.persistence.annotations.Cache;
import org.eclipse.persistence.annotations.CacheType;

/** Districts never change while the service runs, so they stay in the shared cache. */
@Entity
@Table(name = "district")
@Cacheable
@Cache(type = CacheType.FULL)
public class District {
    @Id
    private int id;
    private String code;
    private String name;

    public int getId() {
        return id;
    }

    public String getCode() {
        return code;
    }

    public String getName() {
        return name;
    }
}
