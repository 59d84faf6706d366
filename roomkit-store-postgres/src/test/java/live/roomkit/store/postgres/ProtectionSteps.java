package live.roomkit.store.postgres;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.Protection;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.RetentionPolicy.Action;
import live.roomkit.protection.SweepLimits;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.postgres.EveryOperation.Step;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;

/** Everything that the protection of data can be asked to do, in every form that makes a statement of its own. */
final class ProtectionSteps {

    private static final String ROOM = "room-imported";

    private final List<Step> steps = new ArrayList<>();

    private ProtectionSteps() {}

    static List<Step> on(LargeDataset data) {
        ProtectionSteps steps = new ProtectionSteps();
        byte[] export = fullExport();
        steps.step("export a room", store -> export(store, ExportQuery.ofRoom(data.room(30))));
        steps.step("export an organization", store -> export(store, ExportQuery.ofOrganization("org-new")));
        steps.step("import what is missing", store -> importInto(store, export));
        steps.step("import what is there", store -> importInto(store, export));
        steps.step("import what differs", store -> {
            store.removeBinding(ROOM, "sms");
            store.addBinding(ChannelBinding.builder(ROOM, "sms", ChannelType.SMS)
                    .muted(true)
                    .build());
            importInto(store, export);
        });
        steps.step("export a person", store -> export(store, ExportQuery.ofIdentity("identity-imported")));
        steps.step("import an identity whose address another one took meanwhile", store -> {
            store.deleteIdentity("identity-imported");
            importInto(store, export);
        });
        steps.erasures(export);
        steps.sweeps();
        return steps.steps;
    }

    private void erasures(byte[] export) {
        ErasureScope scope = ErasureScope.ALL.keepingKeys();
        step("erase a person", store -> {
            store.deleteRoom(ROOM);
            importInto(store, export);
            Protection.of(store).eraseIdentity("identity-imported", scope);
        });
        step("erase a participant and the texts of its tasks", store -> {
            store.deleteRoom(ROOM);
            importInto(store, export);
            Protection.of(store).eraseParticipant(ROOM, "person", scope.keepingTasks());
        });
    }

    private void sweeps() {
        RetentionPolicy policy =
                RetentionPolicy.of("policy").keep(Period.ofDays(1)).organizationId("org-7");
        Instant late = Instant.parse("2030-01-01T00:00:00Z");
        for (RetentionPolicy each :
                List.of(policy, policy.eventTypes(EventType.MESSAGE), policy.action(Action.DELETE))) {
            SweepLimits limits = SweepLimits.NONE.maxEvents(3);
            step(
                    "count what is due, " + each.action(),
                    store -> Protection.of(store).sweep(each, late, limits, true));
            step(
                    "sweep what is due, " + each.action(),
                    store -> Protection.of(store).sweep(each, late, limits, false));
        }
    }

    private static byte[] fullExport() {
        try (InMemoryStore store = new InMemoryStore()) {
            Identity identity = Identity.of("identity-imported");
            store.createIdentity(identity);
            store.linkAddress(identity.id(), ChannelType.SMS, "+1 imported");
            store.createRoom(Room.of(ROOM));
            store.addBinding(ChannelBinding.builder(ROOM, "sms", ChannelType.SMS)
                    .participantId("person")
                    .build());
            store.addParticipant(Participant.builder(ROOM, "person", "sms")
                    .identityId(identity.id())
                    .build());
            store.addEventAutoIndex(
                    ROOM,
                    RoomEvent.message(ROOM, EventSource.inbound("sms", ChannelType.SMS), TextContent.of("hello")));
            store.addTask(Task.builder(ROOM, "task").assignedTo("person").build());
            store.addObservation(
                    Observation.builder(ROOM, "observation").channelId("sms").build());
            store.markAllRead(ROOM, "sms");
            return export(store, ExportQuery.all());
        }
    }

    private static byte[] export(ConversationStore store, ExportQuery query) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            Protection.of(store).exportTo(query, output);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return output.toByteArray();
    }

    private static void importInto(ConversationStore store, byte[] export) {
        try {
            Protection.of(store).importFrom(new ByteArrayInputStream(export), ImportMode.ADD);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void step(String name, Consumer<ConversationStore> work) {
        this.steps.add(new Step(name, null, work));
    }
}
