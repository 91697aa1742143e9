package brigade;

import brigade.sample.Sample;
import brigade.web.Routes;
import java.sql.Connection;

/** {@code seed FACTOR} fills an empty database, {@code serve PORT} serves it. */
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) throws Exception {
        Database database = new Database(System.getenv("DATABASE_URL"));
        if (arguments.length == 2 && arguments[0].equals("seed")) {
            try (Connection connection = database.connect()) {
                new Sample(connection, database.isMysql(), Integer.parseInt(arguments[1])).fill();
            }
        } else if (arguments.length == 2 && arguments[0].equals("serve")) {
            Routes.server(database).listen(Integer.parseInt(arguments[1]));
        } else {
            System.err.println("usage: brigade.Main seed FACTOR | serve PORT");
            System.exit(2);
        }
    }
}
