package live.roomkit.benchmarks.growth;

import static live.roomkit.benchmarks.growth.Operation.of;
import static live.roomkit.benchmarks.growth.Operation.prepared;
import static live.roomkit.benchmarks.growth.Operation.proportional;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.participant.Participant;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import live.roomkit.task.TaskStatus;

/** Operations on bindings, participants, identities, tasks and observations. */
final class ChildCalls {

    private static final ChannelType SMS = ChannelType.SMS;

    private static final int LIMIT = 10;

    static final List<Operation> READS = List.of(
            of("getBinding", (store, data) -> store.getBinding(data.hot(), "ai-main")),
            of("bindingExists", (store, data) -> store.bindingExists(data.hot(), "ai-main")),
            of("listBindings", (store, data) -> store.listBindings(data.hot())),
            of("getParticipant", (store, data) -> store.getParticipant(data.hot(), "agent-1")),
            of("listParticipants", (store, data) -> store.listParticipants(data.hot())),
            of("getIdentity", (store, data) -> store.getIdentity("identity-7")),
            of("resolveIdentity", (store, data) -> store.resolveIdentity(SMS, "+15559")),
            of(
                    "resolveIdentity in an organization",
                    (store, data) -> store.resolveIdentity(Address.of(SMS, "+15557"), "org-7")),
            of(
                    "listIdentities of an organization",
                    (store, data) -> store.listIdentities(IdentityQuery.builder()
                            .organizationId("org-big")
                            .limit(LIMIT)
                            .build())),
            of(
                    "listIdentities by a prefix",
                    (store, data) -> store.listIdentities(IdentityQuery.builder()
                            .organizationId("org-big")
                            .namePrefix("Person 1")
                            .limit(LIMIT)
                            .build())),
            of(
                    "listIdentities by an e-mail address",
                    (store, data) -> store.listIdentities(IdentityQuery.builder()
                            .organizationId("org-big")
                            .email("p-10@example.org")
                            .build())),
            of("getTask", (store, data) -> store.getTask(data.hot(), "task-3")),
            of("getTask in any room", (store, data) -> store.findTask("task-7")),
            of("findTask in an organization", (store, data) -> store.findTask("task-7", "org-7")),
            of("listTasks", (store, data) -> store.listTasks(data.room(4))),
            of("listTasks in a state", (store, data) -> store.listTasks(data.room(4), TaskStatus.COMPLETED)),
            of("listTasks of a page", (store, data) -> store.listTasks(data.hot(), null, LIMIT, null)),
            of(
                    "listTasks after one",
                    (store, data) -> store.listTasks(data.hot(), null, LIMIT, new Cursor(data.createdAt(3), "task-3"))),
            proportional(
                    "listTasks in a rare state",
                    (store, data) -> store.listTasks(data.hot(), TaskStatus.FAILED, LIMIT, null)),
            of(
                    "listTasks of all rooms",
                    (store, data) ->
                            store.listTasks(TaskQuery.builder().limit(LIMIT).build())),
            of(
                    "listTasks of an assignee",
                    (store, data) -> store.listTasks(TaskQuery.builder()
                            .assignedTo("agent-1")
                            .limit(LIMIT)
                            .build())),
            of(
                    "listTasks of an organization",
                    (store, data) -> store.listTasks(TaskQuery.builder()
                            .organizationId("org-big")
                            .statuses(Set.of(TaskStatus.COMPLETED))
                            .limit(LIMIT)
                            .build())),
            of(
                    "listObservations of all rooms",
                    (store, data) -> store.listObservations(
                            ObservationQuery.builder().limit(LIMIT).build())),
            of(
                    "listObservations of an organization",
                    (store, data) -> store.listObservations(ObservationQuery.builder()
                            .organizationId("org-big")
                            .limit(LIMIT)
                            .build())),
            of("listObservations", (store, data) -> store.listObservations(data.room(4))),
            of("listObservations of a category", (store, data) -> store.listObservations(data.room(4), "mood")),
            of("listObservations of a page", (store, data) -> store.listObservations(data.hot(), null, LIMIT, null)),
            of(
                    "listObservations after one",
                    (store, data) -> store.listObservations(
                            data.hot(), null, LIMIT, new Cursor(data.createdAt(3), "observation-3"))),
            proportional(
                    "listObservations of a rare category",
                    (store, data) -> store.listObservations(data.hot(), "none", LIMIT, null)));

    static final List<Operation> WRITES = List.of(
            prepared("addBinding", (store, data) -> {
                store.removeBinding(data.room(20), "web");
                return () -> store.addBinding(binding(data));
            }),
            prepared("updateBinding", (store, data) -> {
                store.addBinding(binding(data));
                return () -> store.updateBinding(binding(data));
            }),
            prepared("updateBinding by a function", (store, data) -> {
                store.addBinding(binding(data));
                return () -> store.updateBinding(data.room(20), "web", UnaryOperator.identity());
            }),
            prepared("removeBinding", (store, data) -> {
                store.addBinding(binding(data));
                return () -> store.removeBinding(data.room(20), "web");
            }),
            prepared("addParticipant", (store, data) -> {
                store.removeParticipant(data.room(20), "visitor");
                return () -> store.addParticipant(participant(data));
            }),
            prepared("updateParticipant", (store, data) -> {
                store.addParticipant(participant(data));
                return () -> store.updateParticipant(participant(data));
            }),
            prepared("updateParticipant by a function", (store, data) -> {
                store.addParticipant(participant(data));
                return () -> store.updateParticipant(data.room(20), "visitor", UnaryOperator.identity());
            }),
            prepared("removeParticipant", (store, data) -> {
                store.addParticipant(participant(data));
                return () -> store.removeParticipant(data.room(20), "visitor");
            }),
            of("createIdentity", (store, data) -> store.createIdentity(identity(data))),
            prepared("updateIdentity", (store, data) -> {
                Identity identity = store.getIdentity("identity-7").orElseThrow();
                return () -> store.updateIdentity(identity);
            }),
            of(
                    "updateIdentity by a function",
                    (store, data) -> store.updateIdentity("identity-7", UnaryOperator.identity())),
            prepared("linkAddress", (store, data) -> {
                String id = store.createIdentity(identity(data)).id();
                return () -> store.linkAddress(id, Address.of(ChannelType.EMAIL, id + "@example.org"));
            }),
            prepared("moveAddress", (store, data) -> {
                String from = store.createIdentity(identity(data)).id();
                String to = store.createIdentity(identity(data)).id();
                return () -> store.moveAddress(to, Address.of(SMS, from));
            }),
            prepared("unlinkAddress", (store, data) -> {
                String id = store.createIdentity(identity(data)).id();
                return () -> store.unlinkAddress(id, Address.of(SMS, id));
            }),
            prepared("rotateAddress", (store, data) -> {
                String id = store.createIdentity(identity(data)).id();
                Address before = Address.of(SMS, id);
                return () -> store.rotateAddress(before, before.scope("rotated"), "org-7");
            }),
            prepared("deleteIdentity", (store, data) -> {
                String id = store.createIdentity(identity(data)).id();
                return () -> store.deleteIdentity(id);
            }),
            prepared("mergeIdentities", (store, data) -> {
                String into = store.createIdentity(identity(data)).id();
                String from = store.createIdentity(identity(data)).id();
                return () -> store.mergeIdentities(into, from, null);
            }),
            prepared("mergeIdentities of an agent in most rooms", (store, data) -> {
                String into = store.createIdentity(identity(data)).id();
                if (store.getIdentity("agent").isEmpty()) {
                    store.createIdentity(
                            Identity.builder("agent").organizationId("org-7").build());
                }
                store.getIdentity("agent").map(Identity::merge).ifPresent(merge -> store.undoMerge(merge.id()));
                return () -> store.mergeIdentities(into, "agent", null);
            }),
            prepared("undoMerge", (store, data) -> {
                String into = store.createIdentity(identity(data)).id();
                String from = store.createIdentity(identity(data)).id();
                String merge = store.mergeIdentities(into, from, null).id();
                return () -> store.undoMerge(merge, null);
            }),
            of("addTask", (store, data) -> store.addTask(Task.of(data.hot(), data.newId()))),
            prepared("updateTask", (store, data) -> {
                Task task = anyTask(store, data);
                return () -> store.updateTask(task);
            }),
            of(
                    "updateTask by a function",
                    (store, data) -> store.updateTask(data.hot(), "task-3", UnaryOperator.identity())),
            prepared("deleteTask", (store, data) -> {
                Task task = store.addTask(Task.of(data.hot(), data.newId()));
                return () -> store.deleteTask(data.hot(), task.id());
            }),
            of("addObservation", (store, data) -> store.addObservation(Observation.of(data.hot(), data.newId()))),
            prepared("deleteObservation", (store, data) -> {
                Observation observation = store.addObservation(Observation.of(data.hot(), data.newId()));
                return () -> store.deleteObservation(data.hot(), observation.id());
            }));

    private ChildCalls() {}

    private static Task anyTask(ConversationStore store, Deployment data) {
        return store.getTask(data.hot(), "task-3").orElseThrow();
    }

    private static ChannelBinding binding(Deployment data) {
        return ChannelBinding.of(data.room(20), "web", ChannelType.WEBSOCKET);
    }

    private static Participant participant(Deployment data) {
        return Participant.of(data.room(20), "visitor", "ai-main");
    }

    private static Identity identity(Deployment data) {
        String id = data.newId();
        return Identity.builder(id)
                .organizationId("org-7")
                .channelAddresses(Map.of(SMS, List.of(id)))
                .build();
    }
}
