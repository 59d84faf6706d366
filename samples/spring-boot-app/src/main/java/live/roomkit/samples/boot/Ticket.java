package live.roomkit.samples.boot;

/**
 * Something to be done for the people in a room.
 *
 * @param id given by the database
 * @param roomId the room
 * @param eventIndex the event of the room that tells of it
 * @param subject what it is about, once in a room
 */
record Ticket(long id, String roomId, long eventIndex, String subject) {}
