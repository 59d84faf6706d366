package live.roomkit.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties.Type;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@RoomKitStoreTest(type = Type.MEMORY, properties = "roomkit.store.type=postgres")
class MemoryStoreTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ConversationStore store;

    @Test
    void theStoreWorksWithoutADatabase() {
        this.store.createRoom(Room.of("memory-1"));
        assertThat(this.store.roomExists("memory-1")).isTrue();
        assertThat(this.context.getBeanNamesForType(DataSource.class)).isEmpty();
    }

    @Test
    void noDatabaseIsCreated() {
        assertThat(this.context.getBeanNamesForType(ContextDatabase.class)).isEmpty();
    }

    @Nested
    @RoomKitStoreTest(type = Type.MEMORY, properties = "spring.datasource.url=jdbc:postgresql://nowhere/production")
    class BesideTheDatabaseOfAnApplication {

        @Test
        void theSliceHasNone(@Autowired ApplicationContext context) {
            assertThat(context.getBeanNamesForType(DataSource.class)).isEmpty();
        }
    }
}
