package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.Protection;
import live.roomkit.room.Room;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that an export contains the selected records and no others. */
public abstract class ExportContract extends ProtectionContract {

    /** Creates the tests for the given store. */
    protected ExportContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void storesWriteTheSameBytes() {
        String export = export(store(), ExportQuery.ofOrganization(fullOrganization()));
        try (InMemoryStore other = new InMemoryStore()) {
            importInto(other, export);

            assertThat(export(other, ExportQuery.all())).isEqualTo(export);
        }
    }

    @Test
    void personGetsTheirOwnRecordsOnly() {
        String identityId = newId();
        String roomId = newId();
        store().createRoom(Room.builder(roomId)
                .metadata(Map.of("note", "what bob said of the person"))
                .build());
        store().createIdentity(Identity.builder(identityId).displayName("Ada").build());
        store().addParticipant(Participant.builder(roomId, "p-ada", "sms-ada")
                .identityId(identityId)
                .build());
        store().addParticipant(Participant.of(roomId, "p-bob", "sms-bob"));
        store().addBinding(Samples.binding(roomId, "sms-ada", "p-ada"));
        store().addBinding(Samples.binding(roomId, "sms-bob", "p-bob"));
        appendFrom(roomId, "sms-main", "p-ada", "of the participant");
        appendFrom(roomId, "sms-ada", null, "of the channel");
        appendFrom(roomId, "sms-ada", "p-bob", "of another one on the channel");
        appendFrom(roomId, "sms-bob", null, "of another channel");
        store().addTask(Task.builder(roomId, "requested").createdBy("p-ada").build());
        store().addTask(Task.builder(roomId, "assigned").assignedTo(identityId).build());
        store().addTask(Task.builder(roomId, "other").createdBy("p-bob").build());
        store().addObservation(
                        Observation.builder(roomId, "own").channelId("sms-ada").build());
        store().addObservation(Observation.of(roomId, "foreign"));
        store().markAllRead(roomId, "sms-ada");
        store().markAllRead(roomId, "sms-bob");
        newRoom();

        List<String> lines =
                export(store(), ExportQuery.ofIdentity(identityId)).lines().toList();

        assertThat(lines)
                .extracting(line -> line.substring(9, line.indexOf('"', 9)))
                .containsExactly(
                        "export",
                        "identity",
                        "room",
                        "binding",
                        "participant",
                        "event",
                        "event",
                        "task",
                        "task",
                        "observation",
                        "read_marker");
        assertThat(String.join("\n", lines))
                .contains("Ada", "of the participant", "of the channel", "requested", "assigned", "own")
                .doesNotContain("bob", "another", "foreign");
    }

    @Test
    void organizationGetsItsOwnRecordsOnly() {
        String organizationId = newId();
        store().createIdentity(Identity.builder("i-" + organizationId)
                .organizationId(organizationId)
                .build());
        store().createRoom(Samples.roomOf("r-" + organizationId, organizationId));
        String otherRoom = store().createRoom(Samples.roomOf(newId(), newId())).id();
        String noOrganization = newRoom();

        assertThat(export(store(), ExportQuery.ofOrganization(organizationId)))
                .contains("i-" + organizationId, "r-" + organizationId)
                .doesNotContain(otherRoom, noOrganization);
    }

    @Test
    void exportOfSomethingMissingWritesNothing() {
        ByteArrayOutputStream output = sink();

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> protection().exportTo(ExportQuery.ofRoom(newId()), output));
        assertThatExceptionOfType(IdentityNotFoundException.class)
                .isThrownBy(() -> protection().exportTo(ExportQuery.ofIdentity(newId()), output));

        assertThat(output.size()).isZero();
    }

    @Test
    void viewOfAnOrganizationHasNoProtection() {
        assertThatIllegalArgumentException().isThrownBy(() -> Protection.of(store().forOrganization(newId())));
    }

    private void appendFrom(String roomId, String channelId, @Nullable String participantId, String text) {
        EventSource source = EventSource.builder(channelId, ChannelType.SMS)
                .participantId(participantId)
                .build();
        store().appendEvent(roomId, RoomEvent.message(roomId, source, TextContent.of(text)));
    }
}
