package live.roomkit.samples.boot;

import java.util.List;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.SystemContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens tickets. Opening a ticket writes a row to the application's own table and an event to the room, in one
 * transaction. The store uses the application's {@code DataSource} and joins the application's transactions.
 */
@Service
class TicketService {

    private final ConversationStore store;

    private final JdbcClient jdbc;

    TicketService(ConversationStore store, JdbcClient jdbc) {
        this.store = store;
        this.jdbc = jdbc;
    }

    /**
     * Writes the event that announces the ticket, and then the ticket's row. When the room already has a ticket with
     * the same subject, inserting the row fails, and the rollback also removes the event.
     */
    @Transactional
    Ticket open(String roomId, String subject) {
        RoomEvent event =
                this.store.appendEvent(roomId, opened(roomId, subject)).event();
        return this.jdbc
                .sql("INSERT INTO ticket (room_id, event_index, subject) VALUES (?, ?, ?)"
                        + " RETURNING id, room_id, event_index, subject")
                .params(roomId, event.index(), subject)
                .query(Ticket.class)
                .single();
    }

    @Transactional(readOnly = true)
    List<Ticket> list(String roomId) {
        return this.jdbc
                .sql("SELECT id, room_id, event_index, subject FROM ticket WHERE room_id = ? ORDER BY id")
                .param(roomId)
                .query(Ticket.class)
                .list();
    }

    private static RoomEvent opened(String roomId, String subject) {
        EventSource source = EventSource.outbound("tickets", ChannelType.SYSTEM);
        return RoomEvent.builder(roomId, source, SystemContent.of("Ticket opened: " + subject))
                .type(EventType.TASK_CREATED)
                .build();
    }
}
