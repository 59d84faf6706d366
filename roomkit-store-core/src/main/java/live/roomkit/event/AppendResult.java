package live.roomkit.event;

/**
 * Result of an append.
 *
 * @param event the stored event with its index; for a duplicate, the event that was stored first
 * @param duplicate {@code true} if the event was appended before and this call wrote nothing
 */
public record AppendResult(RoomEvent event, boolean duplicate) {}
