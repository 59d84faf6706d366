package live.roomkit.inbox;

import java.util.List;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import org.jspecify.annotations.Nullable;

/**
 * Contains a room of an inbox, with its last message, its unread counts and its first participants.
 *
 * @param room the room
 * @param lastMessage the newest event of type message in the room that was not blocked; {@code null} when there is no such
 *     event
 * @param unread the numbers of events and messages that the channel {@link InboxQuery#readBy} has not read;
 *     {@link Unread#NONE} when {@code readBy} is {@code null}
 * @param participants the first participants of the room by joining time, then id; at most {@value #MAX_PARTICIPANTS}
 * @param participantCount the number of all participants of the room
 * @param cursor the position of the room in the inbox; the next page can start after it
 */
public record InboxEntry(
        Room room,
        @Nullable RoomEvent lastMessage,
        Unread unread,
        List<Participant> participants,
        int participantCount,
        InboxCursor cursor) {

    /** The largest number of participants in an entry. */
    public static final int MAX_PARTICIPANTS = 4;

    /** Copies the list of participants, and rejects {@code null} for every component except {@code lastMessage}. */
    public InboxEntry {
        Checks.notNull("room", room);
        Checks.notNull("unread", unread);
        participants = List.copyOf(participants);
        Checks.notNull("cursor", cursor);
    }
}
