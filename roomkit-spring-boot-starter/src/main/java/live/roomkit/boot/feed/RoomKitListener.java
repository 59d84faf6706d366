package live.roomkit.boot.feed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedStart;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method of a bean as a handler of changes of the conversation store. The property
 * {@code roomkit.store.feed.enabled} must be {@code true}.
 *
 * <p>The method has one parameter, whose type is {@link Change} or a subtype of {@code Change}. A {@link FeedConsumer}
 * calls the method for each change, in a transaction of the store. {@link RoomKitListeners#consumer} returns this
 * consumer.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface RoomKitListener {

    /**
     * The name of the consumer group. Two listeners of the application must not have the same group. The nodes of the
     * application share the work of a group: only one node at a time handles the changes of a room. The name may
     * contain placeholders of properties, such as {@code ${my.group}}.
     */
    String group();

    /**
     * The kinds of changes to handle. By default, the method handles all changes that have the type of its parameter.
     * With a parameter of the type {@link Change}, these are the changes of all kinds.
     */
    Class<? extends Change>[] kinds() default {};

    /** The position in the feed at which the group begins if the group does not exist yet. */
    FeedStart from() default FeedStart.LATEST;

    /**
     * The number of partitions into which the group divides the rooms. At most this number of threads, on all nodes
     * together, handle changes.
     */
    int partitions() default 8;

    /** The largest number of changes that are handled in one transaction. */
    int batch() default 200;

    /** The number of threads that handle changes on each node. */
    int threads() default 1;
}
