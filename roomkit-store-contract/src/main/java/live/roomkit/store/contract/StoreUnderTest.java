package live.roomkit.store.contract;

import live.roomkit.store.ConversationStore;

/** The store that a contract is tried on. The tests close neither instance and leave their rooms behind. */
public interface StoreUnderTest {

    /** The store, ready for use. The same one for all tests. */
    ConversationStore store();

    /**
     * Another instance on the same data, as on a second node. A store that only one process can use gives the same
     * instance again.
     */
    ConversationStore secondStore();

    /**
     * Everything that the store has written so far, in a form that can be compared. A store whose data can be looked at
     * from outside gives it where nothing else writes meanwhile; otherwise nothing is compared.
     */
    default Object everything() {
        return "not looked at";
    }
}
