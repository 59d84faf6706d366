package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Interleaves transactions at random and compares what readers of the feed receive with what was committed. The model must also
 * find each of the mistakes that are known from other implementations, or it would prove nothing.
 */
class FeedModelTests {

    private static final int STEPS = 300;

    private static final int MUTANT_ROUNDS = 20;

    /** Rounds of the feed itself. A long search takes 200. */
    private static final int ROUNDS = Integer.getInteger("roomkit.test.feed.rounds", 4);

    @AutoClose
    private static final FreshDatabase DATABASE = new FreshDatabase();

    @ParameterizedTest
    @EnumSource(FeedModel.Mutant.class)
    void everyMistakeIsFound(FeedModel.Mutant mutant) throws Exception {
        try (FeedModel model = new FeedModel(DATABASE)) {
            boolean found = false;
            for (long seed = 1; seed <= MUTANT_ROUNDS && !found; seed++) {
                found = !model.run(seed, STEPS, mutant).isEmpty();
            }

            assertThat(found).as(mutant + " is found").isTrue();
        }
    }

    @Test
    void whateverOverlapsEveryChangeIsReadOnceAndInOrder() throws Exception {
        long first = System.nanoTime();
        try (FeedModel model = new FeedModel(DATABASE)) {
            assertThat(LongStream.range(first, first + ROUNDS))
                    .allSatisfy(seed -> assertThat(model.run(seed, STEPS, null))
                            .as("seed " + seed)
                            .isEmpty());
        }
    }
}
