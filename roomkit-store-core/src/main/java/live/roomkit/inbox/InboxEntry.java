package live.roomkit.inbox;

import java.util.List;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import org.jspecify.annotations.Nullable;

/**
 * Room in an inbox.
 *
 * @param room the room
 * @param lastMessage the newest event of type message that the room received, blocked ones left out; {@code null} when the
 *     room has none
 * @param unread what the reader of the query has not read; {@link Unread#NONE} when the query names no reader
 * @param participants the first participants by joining time, then id, at most {@value #MAX_PARTICIPANTS}
 * @param participantCount the number of all participants
 * @param cursor the position of the room, after which a page can start
 */
public record InboxEntry(
        Room room,
        @Nullable RoomEvent lastMessage,
        Unread unread,
        List<Participant> participants,
        int participantCount,
        InboxCursor cursor) {

    /** The largest number of participants of an entry. */
    public static final int MAX_PARTICIPANTS = 4;

    /** Copies the list and rejects {@code null}. */
    public InboxEntry {
        Checks.notNull("room", room);
        Checks.notNull("unread", unread);
        participants = List.copyOf(participants);
        Checks.notNull("cursor", cursor);
    }
}
