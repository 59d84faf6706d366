package live.roomkit.store.postgres.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.Test;

class UnpooledDataSourceTests {

    @Test
    void itsUrlCanBeRead() {
        assertThat(url("postgresql://user:s3cret@localhost:5432/chat"))
                .startsWith("jdbc:postgresql://localhost:5432/chat?")
                .contains("ApplicationName=roomkit", "connectTimeout=7")
                .doesNotContain("s3cret", "prepareThreshold", "sslmode")
                .hasSizeLessThan(140);
    }

    @Test
    void itsUrlKeepsWhatDiffersFromTheDefaults() {
        assertThat(
                        url(
                                "jdbc:postgresql://one,two:5433/chat?sslmode=verify-full&prepareThreshold=0&options=-c%20geqo%3Doff"))
                .startsWith("jdbc:postgresql://one:5432,two:5433/chat?")
                .contains("sslmode=verify-full", "prepareThreshold=0", "options=-c+geqo%3Doff");
    }

    private static String url(String url) {
        return ConnectionUrl.parse(url, null, null)
                .dataSource(Duration.ofSeconds(7))
                .getUrl();
    }

    @Test
    void aServerThatStandsStillDoesNotTakeTheTimeOfTheNext() throws Exception {
        try (TestDatabase database = TestPostgres.shared().createDatabase();
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = database.url().replace("//", "//127.0.0.1:" + silent.getLocalPort() + ",");
            DataSource dataSource = ConnectionUrl.parse(
                            url + "?connectTimeout=1&socketTimeout=77",
                            TestPostgres.shared().username(),
                            TestPostgres.shared().password())
                    .dataSource(Duration.ofSeconds(10));

            try (Connection connection = dataSource.getConnection()) {
                assertThat(connection.isValid(5)).isTrue();
                assertThat(connection.getNetworkTimeout()).isEqualTo(77_000);
            }
        }
    }
}
