package live.roomkit.room;

import java.util.List;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.participant.Participant;

/**
 * A room with all that is needed to route an event in it, read at one moment.
 *
 * @param room the room
 * @param bindings its channels, ordered by attachment time, then channel id
 * @param participants its participants, ordered by joining time, then id
 */
public record RoomContext(Room room, List<ChannelBinding> bindings, List<Participant> participants) {

    /** Copies the lists. */
    public RoomContext {
        bindings = List.copyOf(bindings);
        participants = List.copyOf(participants);
    }
}
