package brigade.model;

import javax.persistence.Cacheable;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.ManyToOne;
import javax.persistence.NamedQuery;
import javax.persistence.QueryHint;
import javax.persistence.Table;
import org.eclipse.persistence.annotations.Cache;
import org.eclipse.persistence.annotations.CacheType;

@Entity
@Table(name = "station")
@Cacheable
@Cache(type = CacheType.FULL)
@NamedQuery(name = "Station.all", query = "SELECT s FROM Station s ORDER BY s.code",
        hints = {@QueryHint(name = "eclipselink.query-results-cache", value = "true"),
                 @QueryHint(name = "eclipselink.query-results-cache.expiry", value = "600000")})
public class Station {
    @Id
    private int id;
    private String code;
    private String name;
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "district_id")
    private District district;

    public int getId() {
        return id;
    }

    public String getCode() {
        return code;
    }

    public String getName() {
        return name;
    }

    public District getDistrict() {
        return district;
    }
}
