package live.roomkit.boot.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

/** Objects that answer as others do, but for one method. */
final class Proxies {

    private Proxies() {}

    static <T> T overriding(Class<T> type, T target, String methodName, UnaryOperator<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(target, arguments);
                        return method.getName().equals(methodName) ? answer.apply(result) : result;
                    } catch (InvocationTargetException ex) {
                        throw ex.getTargetException();
                    }
                }));
    }
}
