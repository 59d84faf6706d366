package live.roomkit.benchmarks.growth;

import java.util.function.BiConsumer;
import live.roomkit.store.ConversationStore;

/**
 * A call of a store method that can be measured with any amount of data.
 *
 * @param name the name of the method, followed by a description of the arguments if several operations call this method
 * @param proportional whether the time of the method grows with the amount of data, according to the documentation of
 *     the method
 * @param preparation prepares each call; only the time of the call is measured, not the time of the preparation
 */
record Operation(String name, boolean proportional, Preparation preparation) {

    static Operation of(String name, BiConsumer<ConversationStore, Deployment> call) {
        return new Operation(name, false, (store, data) -> () -> call.accept(store, data));
    }

    static Operation prepared(String name, Preparation preparation) {
        return new Operation(name, false, preparation);
    }

    static Operation proportional(String name, BiConsumer<ConversationStore, Deployment> call) {
        return new Operation(name, true, (store, data) -> () -> call.accept(store, data));
    }

    /** Prepares a call and returns it. */
    interface Preparation {

        Runnable next(ConversationStore store, Deployment data);
    }
}
