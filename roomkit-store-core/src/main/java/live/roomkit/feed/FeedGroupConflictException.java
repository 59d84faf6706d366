package live.roomkit.feed;

import live.roomkit.internal.Shown;
import live.roomkit.store.StoreException;

/** Tells that a consumer was started with other settings than those with which its group was created. */
public class FeedGroupConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what differs.
     *
     * @param group the name of the group
     * @param existing the settings of the group
     * @param given the settings of the consumer
     */
    public FeedGroupConflictException(String group, String existing, String given) {
        super("The consumer group " + Shown.id(group) + " has the settings " + existing + ", but this consumer has "
                + given
                + ": use the settings of the group, give the consumer another group, or close all consumers of the group"
                + " and call removeGroup(group), which forgets its position");
    }
}
