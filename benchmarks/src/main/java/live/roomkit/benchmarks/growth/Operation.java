package live.roomkit.benchmarks.growth;

import java.util.function.BiConsumer;
import live.roomkit.store.ConversationStore;

/**
 * An operation of a store, with certain arguments, that can run on any {@link Deployment}.
 *
 * @param name the name of the method and, if needed, the variant of its arguments
 * @param proportional whether the documentation of the operation says that its cost grows with the data
 * @param preparation prepares each call; only the time of the call is measured, not the time of the preparation
 */
record Operation(String name, boolean proportional, Preparation preparation) {

    /** Returns an operation without preparation. */
    static Operation of(String name, BiConsumer<ConversationStore, Deployment> call) {
        return new Operation(name, false, (store, data) -> () -> call.accept(store, data));
    }

    /** Returns an operation with a preparation, for example one that creates or deletes a record before each call. */
    static Operation prepared(String name, Preparation preparation) {
        return new Operation(name, false, preparation);
    }

    /** Returns an operation whose cost may grow with the data. */
    static Operation proportional(String name, BiConsumer<ConversationStore, Deployment> call) {
        return new Operation(name, true, (store, data) -> () -> call.accept(store, data));
    }

    /** Prepares a call and returns it. */
    interface Preparation {

        Runnable next(ConversationStore store, Deployment data);
    }
}
