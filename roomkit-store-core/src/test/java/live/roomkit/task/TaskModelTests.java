package live.roomkit.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import live.roomkit.Cursor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskModelTests {

    private static final Instant NANOSECONDS = Instant.parse("2026-01-02T03:04:05.123456789Z");

    @Test
    void aTaskNeedsOnlyIdAndRoom() {
        Task task = Task.of("room-1", "t-1");

        assertThat(task.roomId()).isEqualTo("room-1");
        assertThat(task.id()).isEqualTo("t-1");
        assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
        assertThat(task.type()).isNull();
        assertThat(task.data()).isEmpty();
        assertThat(task.metadata()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Task.of("room-1", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Task.of(null, "t-1"));
    }

    @Test
    void anObservationNeedsOnlyIdAndRoom() {
        Observation observation = Observation.of("room-1", "o-1");

        assertThat(observation.roomId()).isEqualTo("room-1");
        assertThat(observation.id()).isEqualTo("o-1");
        assertThat(observation.confidence()).isEqualTo(1);
        assertThat(observation.data()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Observation.of("room-1", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Observation.of("", "o-1"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void confidenceIs0To1(double confidence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Observation.builder("room-1", "o-1")
                        .confidence(confidence)
                        .build())
                .withMessageStartingWith("confidence must be between");
    }

    @Test
    void theirCursorsHoldWhatAStoreKeeps() {
        Cursor place = new Cursor(Instant.parse("2026-01-02T03:04:05.123456Z"), "x", "room-1");

        assertThat(Task.builder("room-1", "x").createdAt(NANOSECONDS).build().cursor())
                .isEqualTo(place);
        assertThat(Observation.builder("room-1", "x")
                        .createdAt(NANOSECONDS)
                        .build()
                        .cursor())
                .isEqualTo(place);
    }

    @Test
    void aCategoryMayHave1000Bytes() {
        assertThat(Observation.builder("room-1", "o-1")
                        .category("x".repeat(1_000))
                        .build()
                        .category())
                .hasSize(1_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Observation.builder("room-1", "o-1")
                        .category("x".repeat(1_001))
                        .build());
    }
}
