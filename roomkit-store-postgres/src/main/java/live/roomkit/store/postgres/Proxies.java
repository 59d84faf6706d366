package live.roomkit.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Objects that differ from others in a few methods. */
final class Proxies {

    private Proxies() {}

    static <T> T intercepting(Class<T> type, T target, Interception interception) {
        Object proxy = Proxy.newProxyInstance(
                Proxies.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> interception.call(method.getName(), () -> {
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException ex) {
                        throw ex.getTargetException();
                    }
                }));
        return type.cast(proxy);
    }

    /** Answers a call by its method's name, with the target's answer or another. */
    interface Interception {

        @Nullable
        Object call(String method, Original original) throws Throwable;
    }

    /** The target's answer. */
    interface Original {

        @Nullable
        Object call() throws Throwable;
    }
}
