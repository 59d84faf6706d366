package live.roomkit.benchmarks.growth;

import java.util.function.BiConsumer;
import live.roomkit.store.ConversationStore;

/**
 * An operation of a store in one of its forms, on any {@link Deployment}.
 *
 * @param name the method's name, and what tells its forms apart
 * @param proportional whether its contract says that it costs more where there is more
 * @param preparation makes ready for a call, which is not part of what is measured
 */
record Operation(String name, boolean proportional, Preparation preparation) {

    /** One that needs no preparation. */
    static Operation of(String name, BiConsumer<ConversationStore, Deployment> call) {
        return new Operation(name, false, (store, data) -> () -> call.accept(store, data));
    }

    /** One that needs something to be there, or not to be there. */
    static Operation prepared(String name, Preparation preparation) {
        return new Operation(name, false, preparation);
    }

    /** One that may cost more where there is more. */
    static Operation proportional(String name, BiConsumer<ConversationStore, Deployment> call) {
        return new Operation(name, true, (store, data) -> () -> call.accept(store, data));
    }

    /** Makes ready for a call and gives it back. */
    interface Preparation {

        Runnable next(ConversationStore store, Deployment data);
    }
}
