package live.roomkit.room;

import java.util.List;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.participant.Participant;

/**
 * A room with its bindings and participants. An application needs these records to route an event. The store reads all
 * these records in one snapshot.
 *
 * @param room the room
 * @param bindings the bindings of the room, ordered by attachment time, then channel id
 * @param participants the participants of the room, ordered by joining time, then id
 */
public record RoomContext(Room room, List<ChannelBinding> bindings, List<Participant> participants) {

    /** Copies the lists. */
    public RoomContext {
        bindings = List.copyOf(bindings);
        participants = List.copyOf(participants);
    }
}
