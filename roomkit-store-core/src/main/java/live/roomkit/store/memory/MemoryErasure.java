package live.roomkit.store.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.internal.protection.Eraser;
import live.roomkit.internal.protection.Erasure;
import live.roomkit.internal.protection.OwnRecords;
import live.roomkit.participant.Participant;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/** Erases the data of people in an {@link InMemoryStore}, room by room. */
final class MemoryErasure implements Eraser.Target {

    private final RoomDirectory rooms;

    private final IdentityDirectory identities;

    private final MemoryHolds holds;

    MemoryErasure(RoomDirectory rooms, IdentityDirectory identities, MemoryHolds holds) {
        this.rooms = rooms;
        this.identities = identities;
        this.holds = holds;
    }

    @Override
    public void eraseIdentity(String identityId, Erasure erasure) {
        if (this.identities.find(identityId).isEmpty()) {
            throw new IdentityNotFoundException(identityId);
        }
        Set<String> identityIds = Eraser.inOrder(this.identities.group(identityId), this.identities.find(identityId));
        this.holds.unlessPersonIsHeld(identityIds, () -> {
            erase(identityIds, erasure);
            return identityIds;
        });
    }

    private void erase(Set<String> identityIds, Erasure erasure) {
        for (String roomId : this.rooms.ids(null)) {
            this.rooms.find(roomId).ifPresent(state -> eraseInRoom(state, identityIds, erasure));
        }
        identityIds.stream()
                .map(this.identities::find)
                .flatMap(Optional::stream)
                .forEach(identity -> eraseAlone(identity, erasure));
    }

    private void eraseAlone(Identity identity, Erasure erasure) {
        this.identities.delete(identity.id(), () -> this.rooms.forget(identity.id()));
        erasure.count("identity_addresses", identity.allAddresses().size());
        erasure.count("identities", 1);
        erasure.erased(identity.id());
    }

    private static void eraseInRoom(RoomState state, Set<String> identityIds, Erasure erasure) {
        try {
            state.lock.change(() -> {
                OwnRecords.find(
                                identityIds,
                                state.participants().list(),
                                state.bindings().list(),
                                state.tasks().list())
                        .ifPresent(own -> erase(state, own, erasure));
            });
        } catch (RoomNotFoundException ex) {
            // Another thread deleted the room with its participants.
        }
    }

    @Override
    public void eraseParticipant(String roomId, String participantId, Erasure erasure) {
        RoomState state = this.rooms.existing(roomId);
        this.holds.unlessRoomIsHeld(
                roomId,
                () -> state.lock.write(() -> {
                    if (!state.participants().contains(participantId)) {
                        throw new ParticipantNotFoundException(roomId, participantId);
                    }
                    Set<String> participantIds = Set.of(participantId);
                    erase(
                            state,
                            OwnRecords.of(
                                    Set.of(), participantIds, state.bindings().list()),
                            erasure);
                    return participantId;
                }));
    }

    private static void erase(RoomState state, OwnRecords own, Erasure erasure) {
        erasure.count("events", eraseEvents(state, own, erasure));
        eraseDeliveries(state, own, erasure);
        if (erasure.deletesTasks()) {
            erasure.count("tasks", state.tasks().removeAll(own::owns));
            erasure.count("observations", state.observations().removeAll(own::owns));
        } else {
            erasure.count("tasks", change(state.tasks(), own::owns, (Function<Task, Task>) erasure::of));
            erasure.count("observations", change(state.observations(), own::owns, (Function<Observation, Observation>)
                    erasure::of));
        }
        erasure.count("bindings", change(state.bindings(), own::owns, (Function<ChannelBinding, ChannelBinding>)
                erasure::of));
        erasure.count("participants", change(state.participants(), own::owns, (Function<Participant, Participant>)
                erasure::of));
        own.participantIds()
                .forEach(participantId -> erasure.erased(state.room().id(), participantId));
    }

    private static <T> long change(RoomRecords<T> records, Predicate<T> wanted, Function<T, T> change) {
        long count = records.list().stream().filter(wanted).count();
        records.replaceAll(value -> wanted.test(value) ? change.apply(value) : value);
        return count;
    }

    private static int eraseEvents(RoomState state, OwnRecords own, Erasure erasure) {
        List<StoredEvent> events = state.timeline.all().stream()
                .filter(stored -> own.owns(stored.event()) && !stored.isErased())
                .toList();
        events.forEach(stored -> state.replace(stored, new StoredEvent(erasure.of(stored.event()), null)));
        return events.size();
    }

    private static void eraseDeliveries(RoomState state, OwnRecords own, Erasure erasure) {
        for (StoredEvent stored : List.copyOf(state.timeline.all())) {
            Map<String, @Nullable Object> results =
                    new LinkedHashMap<>(stored.event().deliveryResults());
            if (results.keySet().removeIf(own::ownsChannel)) {
                RoomEvent event =
                        stored.event().toBuilder().deliveryResults(results).build();
                state.replace(stored, new StoredEvent(event, stored.payloadHash()));
                erasure.count("delivery_results", 1);
            }
        }
    }
}
