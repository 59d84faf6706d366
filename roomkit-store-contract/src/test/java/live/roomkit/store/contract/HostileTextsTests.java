package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Unicode;
import org.junit.jupiter.api.Test;

class HostileTextsTests {

    @Test
    void whatCanBeAnIdNeverComesTwice() {
        long seed = Seed.next();
        Random random = new Random(seed);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String text = HostileTexts.any(random, UUID.randomUUID().toString());
            if (canBeAnId(text)) {
                assertThat(ids.add(text)).as("seed %d: %s", seed, text).isTrue();
            }
        }
        assertThat(ids).hasSizeGreaterThan(5_000);
    }

    private static boolean canBeAnId(String text) {
        try {
            return Unicode.firstUnstorable(Checks.id("id", text)) < 0;
        } catch (IllegalArgumentException ex) {
            return false;
        }
    }
}
