package live.roomkit.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Creates proxies whose method calls are intercepted. */
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

    /**
     * Handles each method call on the proxy. The implementation can call the same method of the object behind the proxy
     * through {@code original}. The returned value is the result of the call on the proxy.
     */
    interface Interception {

        @Nullable
        Object call(String method, Original original) throws Throwable;
    }

    /** Calls the intercepted method on the object behind the proxy, and returns its result. */
    interface Original {

        @Nullable
        Object call() throws Throwable;
    }
}
