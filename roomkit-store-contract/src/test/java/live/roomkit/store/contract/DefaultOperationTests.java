package live.roomkit.store.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;

/** Tests a store that implements the abstract operations only: the default ones keep the promise, however slow. */
class DefaultOperationTests extends ConversationStoreContract {

    private static final MovableClock CLOCK = new MovableClock();

    private static final ConversationStore STORE = withDefaultsOnly(new InMemoryStore(CLOCK));

    @Override
    public ConversationStore store() {
        return STORE;
    }

    @Override
    public ConversationStore secondStore() {
        return STORE;
    }

    @Override
    public Optional<MovableClock> clock() {
        return Optional.of(CLOCK);
    }

    @Override
    public ConversationStore newStore() {
        return withDefaultsOnly(new InMemoryStore());
    }

    private static ConversationStore withDefaultsOnly(ConversationStore store) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            try {
                return method.invoke(store, arguments);
            } catch (InvocationTargetException ex) {
                throw ex.getTargetException();
            }
        };
        return (ConversationStore) Proxy.newProxyInstance(
                ConversationStore.class.getClassLoader(), new Class<?>[] {ConversationStore.class}, handler);
    }
}
