package live.roomkit.internal.protection;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.participant.Participant;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Determines which records of a room belong to a person. An export of the person contains these records, and an erasure
 * of the person changes or deletes them.
 *
 * <p>A channel belongs to the person whose participant id is in the {@link ChannelBinding} of the channel. An event
 * belongs to the person whose participant id is in the source of the event. When the source contains no participant id,
 * the event belongs to the person of its channel. A task belongs to the person who requested it and to its assignee. An
 * observation belongs to the person of its channel.
 *
 * @param identityIds the ids of the person's identities
 * @param participantIds the ids of the person's participants in the room
 * @param channelIds the ids of the person's channels in the room
 */
public record OwnRecords(Set<String> identityIds, Set<String> participantIds, Set<String> channelIds) {

    /**
     * Returns an object that tells which records of a room belong to a person. Returns empty when the person is not a
     * participant of the room, and no task of the room is assigned to one of the person's identities.
     */
    public static Optional<OwnRecords> find(
            Set<String> identityIds,
            Collection<Participant> participants,
            Collection<ChannelBinding> bindings,
            Collection<Task> tasks) {
        Set<String> participantIds = participants.stream()
                .filter(participant -> isOneOf(identityIds, participant.identityId()))
                .map(Participant::id)
                .collect(Collectors.toSet());
        return !participantIds.isEmpty() || tasks.stream().anyMatch(task -> isOneOf(identityIds, task.assignedTo()))
                ? Optional.of(of(identityIds, participantIds, bindings))
                : Optional.empty();
    }

    public static OwnRecords of(
            Set<String> identityIds, Set<String> participantIds, Collection<ChannelBinding> bindings) {
        Set<String> channelIds = bindings.stream()
                .filter(binding -> isOneOf(participantIds, binding.participantId()))
                .map(ChannelBinding::channelId)
                .collect(Collectors.toSet());
        return new OwnRecords(identityIds, participantIds, channelIds);
    }

    public boolean owns(ChannelBinding binding) {
        return ownsChannel(binding.channelId());
    }

    public boolean owns(Participant participant) {
        return this.participantIds.contains(participant.id());
    }

    public boolean owns(RoomEvent event) {
        String participantId = event.source().participantId();
        return (participantId != null)
                ? this.participantIds.contains(participantId)
                : ownsChannel(event.source().channelId());
    }

    public boolean owns(Task task) {
        return isPerson(task.assignedTo()) || isPerson(task.createdBy());
    }

    public boolean owns(Observation observation) {
        return isOneOf(this.channelIds, observation.channelId());
    }

    public boolean ownsChannel(String channelId) {
        return this.channelIds.contains(channelId);
    }

    private boolean isPerson(@Nullable String id) {
        return isOneOf(this.participantIds, id) || isOneOf(this.identityIds, id);
    }

    private static boolean isOneOf(Set<String> ids, @Nullable String id) {
        return id != null && ids.contains(id);
    }
}
