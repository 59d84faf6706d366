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
 * Marks a method of a bean that handles changes of the conversation store. Requires {@code roomkit.store.feed.enabled}.
 *
 * <p>The method has one parameter, a {@link Change} or one of its kinds. It is called as the handler of a {@link FeedConsumer}, in a
 * transaction of the store. {@link RoomKitListeners} shows the consumer.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface RoomKitListener {

    /**
     * The name of the consumer group, which no other listener of the application has. The nodes of the application share the rooms
     * of a group. Placeholders are replaced.
     */
    String group();

    /** The kinds of changes. By default the kind of the parameter, or all kinds when the parameter is a {@link Change}. */
    Class<? extends Change>[] kinds() default {};

    /** The place where a new group begins. */
    FeedStart from() default FeedStart.LATEST;

    /** The number of partitions of the group. */
    int partitions() default 8;

    /** The largest number of changes that are handled in one transaction. */
    int batch() default 200;

    /** The number of threads on this node. */
    int threads() default 1;
}
