package live.roomkit.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Makes proxies that answer a few methods differently from their target. */
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

    /** Answers a call by its method's name, with the target's answer or another one. */
    interface Interception {

        @Nullable
        Object call(String method, Original original) throws Throwable;
    }

    /** Calls the target and returns its answer. */
    interface Original {

        @Nullable
        Object call() throws Throwable;
    }
}
