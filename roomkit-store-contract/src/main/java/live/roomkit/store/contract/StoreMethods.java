package live.roomkit.store.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operations of {@code ConversationStore} by reflection, so that operations of later versions are tested too.
 */
final class StoreMethods {

    private StoreMethods() {}

    /** Returns all operations of {@code ConversationStore} except {@code close}, including the default methods. */
    static List<Method> all() {
        return Arrays.stream(ConversationStore.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .filter(method -> !method.getName().equals("close"))
                .sorted(Comparator.comparing(StoreMethods::signature))
                .toList();
    }

    /** Returns the name of an operation with its parameter types, such as {@code getEvent(String, String)}. */
    static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    static boolean isNullable(Parameter parameter) {
        return parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /**
     * Calls the operation and returns its result. When the operation throws an exception, this method throws the same
     * exception, without wrapping it.
     */
    static @Nullable Object call(Method method, ConversationStore store, @Nullable Object... arguments)
            throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }
}
