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

/** The operations of a store by reflection, so that none is forgotten when one is added. */
final class StoreMethods {

    private StoreMethods() {}

    /** All operations but {@code close}, the default ones included. */
    static List<Method> all() {
        return Arrays.stream(ConversationStore.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .filter(method -> !method.getName().equals("close"))
                .sorted(Comparator.comparing(StoreMethods::signature))
                .toList();
    }

    /** The name and the types of the parameters, such as {@code getEvent(String, String)}. */
    static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Whether {@code null} may be given for it. */
    static boolean isNullable(Parameter parameter) {
        return parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Calls it and lets what it throws through. */
    static @Nullable Object call(Method method, ConversationStore store, @Nullable Object... arguments)
            throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }
}
