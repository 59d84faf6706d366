package live.roomkit.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DistantNetworkTests {

    private static final Duration ROUND_TRIP = Duration.ofMillis(50);

    private static final String LARGE = "SELECT repeat('x', 5000000)";

    @Test
    void everyRoundTripTakesLongerByTheSameTime() throws SQLException {
        try (Server server = Server.embedded(ROUND_TRIP);
                HikariDataSource pool = server.openPool(1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            long begin = System.nanoTime();
            statement.execute("SELECT 1");
            Duration small = Duration.ofNanos(System.nanoTime() - begin);
            begin = System.nanoTime();
            try (ResultSet row = statement.executeQuery(LARGE)) {
                Duration large = Duration.ofNanos(System.nanoTime() - begin);

                row.next();
                assertThat(row.getString(1)).hasSize(5_000_000);
                assertThat(large).isGreaterThanOrEqualTo(ROUND_TRIP).isLessThan(ROUND_TRIP.multipliedBy(20));
            }
            assertThat(small).isGreaterThanOrEqualTo(ROUND_TRIP).isLessThan(ROUND_TRIP.multipliedBy(20));
        }
    }
}
