package live.roomkit.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = "spring.datasource.url=jdbc:postgresql://nowhere/production")
@AutoConfigureRoomKitStore
class AutoConfigureRoomKitStoreTests {

    @Test
    void theWholeApplicationWorksOnTheTestsDatabase(
            @Autowired ExampleService service, @Autowired ConversationStore store) {
        service.open("whole-1");
        assertThat(store.roomExists("whole-1")).isTrue();
    }
}
