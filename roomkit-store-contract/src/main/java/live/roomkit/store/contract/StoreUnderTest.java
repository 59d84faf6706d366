package live.roomkit.store.contract;

import java.util.Optional;
import live.roomkit.store.ConversationStore;

/**
 * Provides the store for the contract tests, and a second instance on the same data. The tests do not close these two
 * instances. Rooms that the tests create may remain in the data.
 */
public interface StoreUnderTest {

    /** Returns the store under test, ready for use. All tests use the same instance. */
    ConversationStore store();

    /**
     * Returns a second store instance on the same data as {@link #store}. The second instance stands for the store of
     * a second node of an application. When only a single process can use the store, this method returns the same
     * instance as {@link #store}.
     */
    ConversationStore secondStore();

    /**
     * Returns the clock that {@link #store} and {@link #secondStore} use. Override this method when the tests can move
     * this clock forward. By default, this method returns an empty {@code Optional}, and the tests that move the clock
     * are skipped.
     */
    default Optional<MovableClock> clock() {
        return Optional.empty();
    }

    /**
     * Opens a new store instance on the same data as {@link #store}. The test closes the new instance. When only one
     * process can use the data of a store, this method returns a new, empty store that does not share the data of
     * {@link #store}.
     */
    ConversationStore newStore();

    /**
     * Returns all data that the store has written, in a form that can be compared. Override this method when the data
     * can be read without the store and no other program writes during the tests. By default, this method returns a
     * constant, so that no data is compared.
     */
    default Object everything() {
        return "not looked at";
    }
}
