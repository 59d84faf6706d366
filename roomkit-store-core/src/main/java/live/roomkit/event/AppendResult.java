package live.roomkit.event;

/**
 * Result of an append.
 *
 * @param event the stored event with its index; on a duplicate the event that was stored first
 * @param duplicate whether the event had been appended before, so that this call wrote nothing
 */
public record AppendResult(RoomEvent event, boolean duplicate) {}
