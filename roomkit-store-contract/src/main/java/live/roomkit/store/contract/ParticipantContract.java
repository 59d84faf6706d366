package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.participant.ParticipantRole;
import live.roomkit.participant.ParticipantStatus;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import org.junit.jupiter.api.Test;

/** Tests the participants of a room. */
public abstract class ParticipantContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected ParticipantContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anAddedParticipantIsReturnedAsItIsStored() {
        String id = newRoom();
        Participant given = Samples.participant(id, "alice");

        assertThat(store().addParticipant(given)).isEqualTo(given);

        assertThat(secondStore().getParticipant(id, "alice")).contains(given);
        assertThat(given.connectedVia()).containsExactly("sms-main");
    }

    @Test
    void addingAgainReplacesButKeepsTheTimeOfJoining() {
        String id = newRoom();
        store().addParticipant(Participant.builder(id, "alice", "sms-main")
                .joinedAt(Samples.NOON)
                .displayName("Alice")
                .identityId("identity")
                .candidates(List.of("a", "b"))
                .metadata(Map.of("old", 1))
                .build());
        Participant other = Participant.builder(id, "alice", "email")
                .role(ParticipantRole.AGENT)
                .connectedVia(List.of("sms-main", "email"))
                .build();

        Participant replaced = store().addParticipant(other);

        assertThat(replaced).isEqualTo(other.toBuilder().joinedAt(Samples.NOON).build());
        assertThat(replaced.connectedVia()).containsExactly("email", "sms-main");
        assertThat(store().listParticipants(id)).containsExactly(replaced);
    }

    @Test
    void anUpdateKeepsTheTimeOfJoining() {
        String id = newRoom();
        store().addParticipant(Samples.participant(id, "alice").toBuilder()
                .joinedAt(Samples.NOON)
                .build());
        Participant changed = Participant.builder(id, "alice", "email")
                .status(ParticipantStatus.BANNED)
                .identification(IdentificationStatus.UNKNOWN)
                .resolvedAt(Samples.NOON)
                .candidates(List.of())
                .build();

        Participant updated = store().updateParticipant(changed);

        assertThat(updated).isEqualTo(changed.toBuilder().joinedAt(Samples.NOON).build());
        assertThat(secondStore().getParticipant(id, "alice")).contains(updated);
    }

    @Test
    void anAbsentParticipantCannotBeUpdated() {
        String id = newRoom();
        store().addParticipant(Samples.participant(newRoom(), "alice"));

        assertThatExceptionOfType(ParticipantNotFoundException.class)
                .isThrownBy(() -> store().updateParticipant(Samples.participant(id, "alice")))
                .withMessageContaining(id);

        assertThat(store().getParticipant(id, "alice")).isEmpty();
    }

    @Test
    void anAbsentRoomTakesNoParticipants() {
        String id = newId();

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().addParticipant(Samples.participant(id, "alice")))
                .withMessageContaining(id);
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateParticipant(Samples.participant(id, "alice")));
        assertThatExceptionOfType(RoomNotFoundException.class).isThrownBy(() -> store().removeParticipant(id, "alice"));
        assertThat(store().getParticipant(id, "alice")).isEmpty();
        assertThat(store().listParticipants(id)).isEmpty();
    }

    @Test
    void aRemovedParticipantIsGone() {
        String id = newRoom();
        store().addParticipant(Samples.participant(id, "alice"));
        store().addParticipant(Samples.participant(id, "bob"));

        assertThat(store().removeParticipant(id, "alice")).isTrue();
        assertThat(store().removeParticipant(id, "alice")).isFalse();

        assertThat(store().getParticipant(id, "alice")).isEmpty();
        assertThat(store().listParticipants(id)).extracting(Participant::id).containsExactly("bob");
    }

    @Test
    void participantsComeInTheOrderOfJoiningThenId() {
        String id = newRoom();
        for (String participantId : List.of("\uD83D\uDE80", "b", "\uFFFD", "a", "B")) {
            store().addParticipant(Samples.participant(id, participantId).toBuilder()
                    .joinedAt(Samples.NOON)
                    .build());
        }
        store().addParticipant(Samples.participant(id, "z").toBuilder()
                .joinedAt(Samples.NOON.minusSeconds(1))
                .build());

        assertThat(store().listParticipants(id))
                .extracting(Participant::id)
                .containsExactly("z", "B", "a", "b", "\uFFFD", "\uD83D\uDE80");
    }

    @Test
    void allParticipantsAreListed() {
        String id = newRoom();
        for (int i = 0; i < 120; i++) {
            store().addParticipant(Samples.participant(id, "participant-" + i));
        }

        assertThat(store().listParticipants(id)).hasSize(120);
    }
}
