package live.roomkit.benchmarks.growth;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import live.roomkit.store.ConversationStore;

/** All measured operations of a store. {@link #READS} run before {@link #WRITES}. */
final class Operations {

    static final List<Operation> READS = joined(RoomReads.ALL, EventReads.ALL, ChildCalls.READS, EventWrites.MARKERS);

    static final List<Operation> WRITES = joined(RoomWrites.ALL, ChildCalls.WRITES, EventWrites.ALL);

    private Operations() {}

    static List<Operation> all() {
        return joined(READS, WRITES);
    }

    /**
     * Calls each operation once, and checks that the operations together call every abstract method of
     * {@link ConversationStore} except {@code close}.
     */
    static void checkComplete(Deployment data) {
        Set<Method> called = new HashSet<>();
        ConversationStore noting = noting(data.store(), called);
        for (Operation operation : all()) {
            operation.preparation().next(data.store(), data);
            operation.preparation().next(noting, data).run();
        }
        List<String> forgotten = new ArrayList<>();
        for (Method method : ConversationStore.class.getMethods()) {
            boolean operates = Modifier.isAbstract(method.getModifiers())
                    && !method.getName().equals("close");
            if (operates && !called.contains(method)) {
                forgotten.add(method.toString());
            }
        }
        if (!forgotten.isEmpty()) {
            throw new IllegalStateException("No operation of this workload calls " + String.join(", ", forgotten));
        }
    }

    private static ConversationStore noting(ConversationStore store, Set<Method> called) {
        return (ConversationStore) Proxy.newProxyInstance(
                Operations.class.getClassLoader(),
                new Class<?>[] {ConversationStore.class},
                (proxy, method, arguments) -> {
                    called.add(method);
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException ex) {
                        throw ex.getCause();
                    }
                });
    }

    @SafeVarargs
    private static List<Operation> joined(List<Operation>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }
}
