package live.roomkit.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import live.roomkit.boot.autoconfigure.RoomKitStoreProperties.Type;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(properties = "spring.datasource.url=jdbc:postgresql://nowhere/production")
@AutoConfigureRoomKitStore(type = Type.MEMORY)
class MemoryStoreInApplicationTests {

    @Test
    void theTestsDatabaseTakesItsPlace(@Autowired ApplicationContext context) {
        assertThat(Pools.urls(context))
                .containsOnlyKeys("dataSource")
                .doesNotContainValue("jdbc:postgresql://nowhere/production");
    }

    @Test
    void theStoreDoesNotUseIt(@Autowired ConversationStore store, @Autowired JdbcClient jdbc) {
        store.createRoom(Room.of("memory-2"));
        assertThat(jdbc.sql("SELECT to_regclass('roomkit.rooms')::text")
                        .query(String.class)
                        .optional())
                .isEmpty();
    }
}
