package live.roomkit.samples.boot;

/**
 * A ticket in a help desk room.
 *
 * @param id the id, which the database assigns
 * @param eventIndex the index of the event that announces the ticket
 * @param subject the subject, unique within the room
 */
record Ticket(long id, String roomId, long eventIndex, String subject) {}
