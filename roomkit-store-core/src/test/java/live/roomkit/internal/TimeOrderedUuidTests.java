package live.roomkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedUuidTests {

    @Test
    void isOfVersion7() {
        for (int i = 0; i < 1_000; i++) {
            UUID uuid = UUID.fromString(TimeOrderedUuid.next());

            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).isEqualTo(2);
        }
    }

    @Test
    void holdsTheTimeInItsFirst48Bits() {
        long before = System.currentTimeMillis();
        String id = TimeOrderedUuid.next();
        long after = System.currentTimeMillis();

        assertThat(milliseconds(id)).isBetween(before, after);
    }

    @Test
    void sortsAsTextByTime() {
        List<String> ids = Stream.generate(TimeOrderedUuid::next).limit(20_000).toList();

        assertThat(ids)
                .isSortedAccordingTo((left, right) -> left.substring(0, 13).compareTo(right.substring(0, 13)));
        assertThat(milliseconds(ids.get(ids.size() - 1))).isGreaterThanOrEqualTo(milliseconds(ids.get(0)));
    }

    @Test
    void isNeverTheSameTwice() {
        Set<String> ids = new HashSet<>();
        IntStream.range(0, 100_000).forEach(i -> ids.add(TimeOrderedUuid.next()));

        assertThat(ids).hasSize(100_000);
    }

    private static long milliseconds(String id) {
        return UUID.fromString(id).getMostSignificantBits() >>> 16;
    }
}
