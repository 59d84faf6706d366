package live.roomkit.boot.autoconfigure.feed;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import live.roomkit.boot.feed.RoomKitListener;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedConsumerState;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Calls a method with {@code @RoomKitListener} for each change. Starts and closes the feed consumer that delivers the
 * changes.
 */
final class Listener implements Consumer<Change> {

    private final String group;

    private final RoomKitListener settings;

    private final Object bean;

    private final Method method;

    private final @Nullable Set<Class<? extends Change>> kinds;

    private volatile @Nullable FeedConsumer consumer;

    private Listener(
            String group,
            RoomKitListener settings,
            Object bean,
            Method method,
            @Nullable Set<Class<? extends Change>> kinds) {
        this.group = group;
        this.settings = settings;
        this.bean = bean;
        this.method = method;
        this.kinds = kinds;
    }

    /**
     * Creates the listener for an annotated method of a bean.
     *
     * @param group the name of the consumer group, after its placeholders were replaced
     * @param invocable the method to call on the bean; the bean may be a proxy
     * @throws InvalidListenerException when the method does not have exactly one parameter, or when this parameter does
     *     not accept all changes that the settings select
     */
    static Listener of(String group, RoomKitListener settings, Object bean, Method invocable) {
        Class<?>[] parameters = invocable.getParameterTypes();
        if (parameters.length != 1 || !Change.class.isAssignableFrom(parameters[0])) {
            throw new InvalidListenerException(
                    "The method " + invocable.toGenericString() + " with @RoomKitListener cannot take a change.",
                    "Give it one parameter, a live.roomkit.feed.Change or one of its kinds.");
        }
        Class<? extends Change> parameter = parameters[0].asSubclass(Change.class);
        Set<Class<? extends Change>> kinds = Arrays.stream(settings.kinds()).collect(Collectors.toSet());
        if (kinds.isEmpty() && parameter != Change.class) {
            kinds.add(parameter);
        }
        if (!kinds.stream().allMatch(parameter::isAssignableFrom)) {
            throw new InvalidListenerException(
                    "The method " + invocable.toGenericString()
                            + " with @RoomKitListener cannot take all of its kinds.",
                    "Make its parameter a live.roomkit.feed.Change, or leave out the kinds that it cannot take.");
        }
        ReflectionUtils.makeAccessible(invocable);
        return new Listener(group, settings, bean, invocable, kinds.isEmpty() ? null : kinds);
    }

    String group() {
        return this.group;
    }

    Method method() {
        return this.method;
    }

    @Nullable
    FeedConsumer consumer() {
        return this.consumer;
    }

    /** Returns the state of the consumer, or {@code null} while the consumer does not run. */
    @Nullable
    FeedConsumerState state() {
        FeedConsumer running = this.consumer;
        return (running != null) ? running.state() : null;
    }

    void start(ChangeFeed feed, Consumer<FeedConsumer.Builder> settings) {
        FeedConsumer.Builder builder = feed.consumer(this.group)
                .kinds(this.kinds)
                .from(this.settings.from())
                .partitions(this.settings.partitions())
                .batch(this.settings.batch())
                .threads(this.settings.threads())
                .onChange(this);
        settings.accept(builder);
        this.consumer = builder.start();
    }

    void stop() {
        FeedConsumer running = this.consumer;
        if (running != null) {
            running.close();
            this.consumer = null;
        }
    }

    @Override
    public void accept(Change change) {
        try {
            this.method.invoke(this.bean, change);
        } catch (InvocationTargetException ex) {
            throw Listener.<RuntimeException>unchecked(ex.getTargetException());
        } catch (IllegalAccessException ex) {
            throw new IllegalStateException("The method " + this.method + " cannot be called", ex);
        }
    }

    /**
     * Rethrows an exception of the listener method without wrapping it, so that the consumer reports the class of this
     * exception.
     */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable ex) throws T {
        throw (T) ex;
    }
}
