package live.roomkit.feed;

import live.roomkit.internal.Shown;
import live.roomkit.store.StoreException;

/** Tells that a consumer cannot join a consumer group, because its settings differ from the settings of the group. */
public class FeedGroupConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with a message that shows the settings of the group and of the consumer.
     *
     * @param group the name of the group
     * @param existing the settings with which the group was created
     * @param given the settings of the consumer
     */
    public FeedGroupConflictException(String group, String existing, String given) {
        super("The consumer group " + Shown.id(group) + " has the settings " + existing + ", but this consumer has "
                + given
                + ": use the settings of the group, give the consumer another group, or close all consumers of the group"
                + " and call removeGroup(group), which removes the position of the group");
    }
}
