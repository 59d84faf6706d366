package live.roomkit.boot.test.autoconfigure;

import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A component of the application: notes a room in a table of its own. */
@Service
class ExampleService {

    private final ConversationStore store;

    private final JdbcClient jdbc;

    ExampleService(ConversationStore store, JdbcClient jdbc) {
        this.store = store;
        this.jdbc = jdbc;
    }

    @Transactional
    public void open(String roomId) {
        this.store.createRoom(Room.of(roomId));
        this.jdbc.sql("INSERT INTO note (room_id) VALUES (?)").param(roomId).update();
    }

    @Transactional
    public void openAndFail(String roomId) {
        open(roomId);
        throw new IllegalStateException("refused");
    }
}
