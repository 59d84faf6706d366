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

    /** Intercepts the call of a method. Returns either the result of the original method or another result. */
    interface Interception {

        @Nullable
        Object call(String method, Original original) throws Throwable;
    }

    /** Calls the original method and returns its result. */
    interface Original {

        @Nullable
        Object call() throws Throwable;
    }
}
