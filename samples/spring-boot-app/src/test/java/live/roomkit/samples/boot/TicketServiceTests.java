package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import live.roomkit.boot.test.autoconfigure.RoomKitStoreTest;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.RoomNotFoundException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

@RoomKitStoreTest
@Import(TicketService.class)
class TicketServiceTests {

    @Autowired
    private TicketService tickets;

    @Autowired
    private ConversationStore store;

    @Test
    void aTicketAndItsEventAreWrittenTogether() {
        this.store.createRoom(Room.of("both"));
        Ticket ticket = this.tickets.open("both", "Printer on fire");
        assertThat(this.tickets.list("both")).containsExactly(ticket);
        assertThat(this.store.getTimeline("both", 10))
                .singleElement()
                .satisfies(event -> assertThat(event.index()).isEqualTo(ticket.eventIndex()));
    }

    @Test
    void aFailingInsertTakesTheEventAlong() {
        this.store.createRoom(Room.of("neither"));
        Ticket ticket = this.tickets.open("neither", "Printer on fire");
        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> this.tickets.open("neither", "Printer on fire"));
        assertThat(this.tickets.list("neither")).containsExactly(ticket);
        assertThat(this.store.getEventCount("neither")).isEqualTo(1);
        assertThat(this.tickets.open("neither", "Paper jam").eventIndex()).isEqualTo(1);
    }

    @Test
    void aRollbackOfTheCallersTransactionTakesBothAlong(@Autowired TransactionOperations transactions) {
        this.store.createRoom(Room.of("around"));
        assertThatIllegalStateException()
                .isThrownBy(() -> transactions.executeWithoutResult(status -> {
                    this.tickets.open("around", "Printer on fire");
                    assertThat(this.store.getEventCount("around")).isEqualTo(1);
                    throw new IllegalStateException("refused");
                }));
        assertThat(this.tickets.list("around")).isEmpty();
        assertThat(this.store.getEventCount("around")).isZero();
    }

    @Test
    void withoutARoomThereIsNoTicket() {
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> this.tickets.open("nowhere", "Printer on fire"));
        assertThat(this.tickets.list("nowhere")).isEmpty();
    }
}
