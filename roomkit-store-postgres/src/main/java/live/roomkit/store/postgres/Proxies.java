package live.roomkit.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Creates proxies that intercept some methods of their target. */
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

    /** Intercepts a method call. Returns the result of the target's method or another result. */
    interface Interception {

        @Nullable
        Object call(String method, Original original) throws Throwable;
    }

    /** Calls the method of the target and returns its result. */
    interface Original {

        @Nullable
        Object call() throws Throwable;
    }
}
