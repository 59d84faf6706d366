package live.roomkit.event;

/**
 * What an append came to.
 *
 * @param event the event as it is stored, with its index; on a duplicate the one stored first
 * @param duplicate whether the event had been appended before this call, which wrote nothing
 */
public record AppendResult(RoomEvent event, boolean duplicate) {}
