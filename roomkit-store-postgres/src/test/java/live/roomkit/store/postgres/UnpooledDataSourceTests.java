package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
}
