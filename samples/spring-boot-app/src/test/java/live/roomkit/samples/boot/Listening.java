package live.roomkit.samples.boot;

import live.roomkit.boot.feed.RoomKitListener;
import live.roomkit.feed.Change;
import live.roomkit.store.ConversationStore;
import org.springframework.boot.test.context.TestComponent;

/** Has the application handle changes, so that the metrics and spans of a consumer group can be seen. */
@TestComponent
class Listening {

    static final String GROUP = "listening";

    /** The room for which the listener calls the store. */
    static final String ROOM = "heard";

    private final ConversationStore store;

    Listening(ConversationStore store) {
        this.store = store;
    }

    @RoomKitListener(group = GROUP)
    void on(Change.EventAppended appended) {
        if (appended.roomId().equals(ROOM)) {
            this.store.listReadMarkers(ROOM);
        }
    }
}
