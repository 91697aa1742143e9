package brigade;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;

/** Where the data is, from a URL such as mysql://user:password@host:3306/name. */
public final class Database {
    private final boolean mysql;
    private final String jdbcUrl;
    private final String user;
    private final String password;

    public Database(String url) {
        URI address = URI.create(url);
        String[] login = address.getUserInfo().split(":", 2);
        user = login[0];
        password = login[1];
        mysql = address.getScheme().equals("mysql");
        String place = address.getHost() + ":" + address.getPort() + address.getPath();
        jdbcUrl = mysql ? "jdbc:mariadb://" + place + "?rewriteBatchedStatements=true"
                : "jdbc:postgresql://" + place + "?reWriteBatchedInserts=true";
    }

    public boolean isMysql() {
        return mysql;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    public EntityManagerFactory entityManagers() {
        Map<String, String> properties = new HashMap<>();
        properties.put("javax.persistence.jdbc.driver", mysql ? "org.mariadb.jdbc.Driver" : "org.postgresql.Driver");
        properties.put("javax.persistence.jdbc.url", jdbcUrl);
        properties.put("javax.persistence.jdbc.user", user);
        properties.put("javax.persistence.jdbc.password", password);
        properties.put("eclipselink.target-database", mysql ? "MySQL" : "PostgreSQL");
        return Persistence.createEntityManagerFactory("brigade", properties);
    }
}
