package live.roomkit.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.AutoConfigureDataJpa;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.transaction.annotation.Transactional;

/** The store beside the application's JPA repositories. */
class JpaSliceTests {

    @Nested
    @RoomKitStoreTest
    @AutoConfigureDataJpa
    @Transactional
    class ASliceOfTheStore {

        @Autowired
        private ConversationStore store;

        @Autowired
        private ExampleNoteRepository notes;

        @Test
        void bothWriteInOneTransaction() {
            this.store.createRoom(Room.of("jpa-1"));
            this.notes.saveAndFlush(new ExampleNote("jpa-1"));
            assertThat(this.store.roomExists("jpa-1")).isTrue();
            assertThat(this.notes.findByRoomId("jpa-1")).hasSize(1);
        }

        @AfterTransaction
        void andBothAreRolledBack() {
            assertThat(this.store.roomExists("jpa-1")).isFalse();
            assertThat(this.notes.findByRoomId("jpa-1")).isEmpty();
        }
    }

    @Nested
    @DataJpaTest
    @AutoConfigureRoomKitStore
    @AutoConfigureTestDatabase(replace = Replace.NONE)
    class ASliceOfJpa {

        @Autowired
        private ConversationStore store;

        @Autowired
        private ExampleNoteRepository notes;

        @Test
        void bothWriteInOneTransaction() {
            this.store.createRoom(Room.of("jpa-2"));
            this.notes.saveAndFlush(new ExampleNote("jpa-2"));
            assertThat(this.store.roomExists("jpa-2")).isTrue();
        }

        @AfterTransaction
        void andBothAreRolledBack() {
            assertThat(this.store.roomExists("jpa-2")).isFalse();
            assertThat(this.notes.findByRoomId("jpa-2")).isEmpty();
        }
    }
}
