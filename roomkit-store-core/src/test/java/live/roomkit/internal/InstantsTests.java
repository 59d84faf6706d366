package live.roomkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTests {

    private static final long FIRST = Instant.parse("-0001-01-01T00:00:00Z").getEpochSecond();

    private static final long LAST = Instant.parse("+10001-01-01T00:00:00Z").getEpochSecond();

    private final Random random = new Random(1);

    @Test
    void writesAsJavaDoesAndReadsWhatItWrote() {
        Stream.generate(this::anyInstant).limit(20_000).forEach(instant -> {
            String text = Instants.format(instant);
            assertThat(text).isEqualTo(instant.toString());
            assertThat(Instants.parse(text)).isEqualTo(instant);
        });
    }

    private Instant anyInstant() {
        Instant instant = Instant.ofEpochSecond(this.random.nextLong(FIRST, LAST), this.random.nextInt(1_000_000_000));
        return switch (this.random.nextInt(4)) {
            case 0 -> instant.truncatedTo(ChronoUnit.SECONDS);
            case 1 -> instant.truncatedTo(ChronoUnit.MILLIS);
            case 2 -> instant.truncatedTo(ChronoUnit.MICROS);
            default -> instant;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-28T23:59:59Z",
                "2026-02-28T23:59:59.1Z",
                "2026-02-28T23:59:59.12345Z",
                "2026-02-28T23:59:59.1234567Z",
                "2024-02-29T00:00:00.000001Z",
                "1582-10-10T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "2026-02-28T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "-0005-01-01T00:00:00Z",
                "+12345-01-01T00:00:00Z"
            })
    void readsWhatJavaReads(String text) {
        assertThat(Instants.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-02-28T25:00:00Z",
                "2026-02-28T00:60:00Z",
                "2026-02-28T00:00:00.1234567890Z",
                "2026-02-28T00:00:0٣Z",
                "2026/02/28T00:00:00Z",
                "20260-02-28T00:00:00Z"
            })
    void refusesWhatJavaRefuses(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Instant.parse(text));
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Instants.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-28T12:00:00", "2026-02-28T12:00:00+00:00", "2026-02-28T14:00:00+02:00"})
    void aTimeWithoutOffsetIsInUtc(String text) {
        assertThat(Instants.parse(text)).isEqualTo(Instant.parse("2026-02-28T12:00:00Z"));
    }
}
