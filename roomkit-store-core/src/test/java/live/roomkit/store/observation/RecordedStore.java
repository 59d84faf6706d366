package live.roomkit.store.observation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventPage;
import live.roomkit.store.ConversationStore;

/** A store that knows nothing, remembers what it was asked, and fails when it is told to. */
final class RecordedStore implements InvocationHandler {

    final List<Call> calls = new ArrayList<>();

    RuntimeException failure;

    ConversationStore asStore() {
        return (ConversationStore) Proxy.newProxyInstance(
                RecordedStore.class.getClassLoader(), new Class<?>[] {ConversationStore.class}, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        if (method.getDeclaringClass() == Object.class) {
            throw new AssertionError("a decorator has no business with " + method.getName());
        }
        this.calls.add(new Call(method, (arguments != null) ? Arrays.asList(arguments) : List.of()));
        if (this.failure != null) {
            throw this.failure;
        }
        return answer(method.getReturnType(), proxy, arguments);
    }

    private static Object answer(Class<?> type, Object proxy, Object[] arguments) {
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (Collection.class.isAssignableFrom(type)) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == long.class) {
            return 42L;
        }
        if (type == void.class) {
            return null;
        }
        if (type == ConversationStore.class) {
            return proxy;
        }
        if (type == EventPage.class) {
            return new EventPage(List.of(), false);
        }
        if (type == AppendResult.class) {
            return new AppendResult(Samples.EVENT, true);
        }
        return Stream.of(arguments != null ? arguments : new Object[0])
                .filter(type::isInstance)
                .findFirst()
                .orElseGet(() -> Samples.of(type));
    }

    /** What the store was asked. */
    record Call(Method method, List<Object> arguments) {}
}
