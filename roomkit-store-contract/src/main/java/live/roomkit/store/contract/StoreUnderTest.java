package live.roomkit.store.contract;

import java.util.Optional;
import live.roomkit.store.ConversationStore;

/** Provides the store that a contract tests. The tests close neither instance and leave their rooms behind. */
public interface StoreUnderTest {

    /** Returns the store, ready for use. All tests get the same instance. */
    ConversationStore store();

    /**
     * Returns another instance on the same data, as on a second node. A store that only one process can use returns the
     * same instance again.
     */
    ConversationStore secondStore();

    /**
     * Returns the clock by which both instances tell the time. Override it when the store can be given a clock. The
     * tests that move the clock are skipped where there is none.
     */
    default Optional<MovableClock> clock() {
        return Optional.empty();
    }

    /**
     * Opens a further instance, which the test closes. A store that only one process can use returns an empty one.
     */
    ConversationStore newStore();

    /**
     * Returns everything that the store has written so far, in a form that can be compared. Override it when the data
     * can be read from outside the store and nothing else writes meanwhile. By default the tests compare nothing.
     */
    default Object everything() {
        return "not looked at";
    }
}
