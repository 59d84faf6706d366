package live.roomkit.ai.internal;

import java.util.Iterator;
import java.util.NoSuchElementException;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a conversation, newest first. */
final class Messages<M> implements Iterator<Entry<M>> {

    private final BackwardReader events;

    private final EventDecoder<M> decoder;

    private @Nullable Entry<M> next;

    Messages(BackwardReader events, EventDecoder<M> decoder) {
        this.events = events;
        this.decoder = decoder;
    }

    @Override
    public boolean hasNext() {
        while (this.next == null && this.events.hasNext()) {
            RoomEvent event = this.events.next();
            M message = this.decoder.decode(event);
            if (message != null) {
                int run = this.events.segment() + this.decoder.deletions();
                this.next = new Entry<>(event.index(), run, this.decoder.editOf(event), message);
            }
        }
        return this.next != null;
    }

    @Override
    public Entry<M> next() {
        if (!hasNext() || this.next == null) {
            throw new NoSuchElementException();
        }
        Entry<M> entry = this.next;
        this.next = null;
        return entry;
    }
}
