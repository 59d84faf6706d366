package live.roomkit.store.contract;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.Protection;
import live.roomkit.protection.ProtectionSource;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.BeforeEach;

/** Contains the methods and values that the tests of data protection share. */
abstract class ProtectionContract extends StoreContract {

    static final String HEADER = "{\"kind\":\"export\",\"version\":1}\n";

    ProtectionContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @BeforeEach
    void skipUnlessTheStoreProtectsData() {
        assumeThat(store().unwrap(ProtectionSource.class))
                .as("a store that protects data")
                .isPresent();
    }

    Protection protection() {
        return protection(store());
    }

    /** Creates an organization with records of every kind, and returns its id. */
    String fullOrganization() {
        String organizationId = newId();
        String identityId = newId();
        store().createIdentity(Identity.builder(identityId)
                .organizationId(organizationId)
                .displayName("Zoë")
                .channelAddresses(Map.of(ChannelType.SMS, List.of("+1 " + identityId)))
                .metadata(Map.of("b", 1.50, "a", List.of()))
                .build());
        String merged = store().createIdentity(
                        Identity.builder(newId()).organizationId(organizationId).build())
                .id();
        store().mergeIdentities(identityId, merged, "the same number");
        for (String roomId : List.of(newId(), newId())) {
            store().createRoom(Room.builder(roomId)
                    .organizationId(organizationId)
                    .metadata(Map.of("z", 1, "a", Map.of("y", "x")))
                    .build());
            store().addBinding(Samples.binding(roomId, "sms-main", "p-1"));
            store().addParticipant(Participant.builder(roomId, "p-1", "sms-main")
                    .identityId(identityId)
                    .build());
            List<RoomEvent> events = appendMany(roomId, 4);
            store().appendEvent(roomId, Samples.keyed(roomId, "with a key", "key-1"));
            store().appendEvent(roomId, Samples.reply(roomId, events.get(0).id()));
            store().updateEvent(events.get(2).toBuilder()
                    .content(TextContent.of("changed"))
                    .build());
            store().deleteEvent(roomId, events.get(1).id(), ReplyPolicy.KEEP);
            store().addTask(Task.builder(roomId, "task-1").title("call back").build());
            store().addObservation(Observation.builder(roomId, "observation-1")
                    .confidence(0.25)
                    .build());
            store().markRead(roomId, "sms-main", events.get(2).id());
            store().advanceDeliveredIndex(roomId, 2, GapPolicy.SKIP);
        }
        return organizationId;
    }

    void deleteAll(String export) {
        for (String id : ids(export, "room")) {
            store().deleteRoom(id);
        }
        for (String id : ids(export, "identity")) {
            store().deleteIdentity(id);
        }
    }

    static List<String> ids(String export, String kind) {
        return export.lines()
                .filter(line -> line.startsWith("{\"kind\":\"" + kind + "\""))
                .map(line -> line.replaceFirst(".*\"data\":\\{.*?\"id\":\"([0-9a-f-]{36})\".*", "$1"))
                .toList();
    }

    static Protection protection(ConversationStore store) {
        return Protection.of(store);
    }

    static ByteArrayOutputStream sink() {
        return new ByteArrayOutputStream();
    }

    static String export(ConversationStore store, ExportQuery query) {
        ByteArrayOutputStream output = sink();
        try {
            protection(store).exportTo(query, output);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    static ImportReport importInto(ConversationStore store, String export) {
        return importInto(store, export, ImportMode.ADD);
    }

    static ImportReport importInto(ConversationStore store, String export, ImportMode mode) {
        try {
            return protection(store)
                    .importFrom(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)), mode);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
