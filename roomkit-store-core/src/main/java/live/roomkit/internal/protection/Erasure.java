package live.roomkit.internal.protection;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import live.roomkit.channel.Access;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelCategory;
import live.roomkit.channel.ChannelDirection;
import live.roomkit.content.ErasedContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.participant.ParticipantRole;
import live.roomkit.participant.ParticipantStatus;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureReceipt.ErasedParticipant;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ProtectionSecretMissingException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * One erasure: says what stays of each record, and counts. A record is made again from what stays, so that a component that is
 * added to it later is erased too.
 */
public final class Erasure {

    private final ErasureScope scope;

    private final @Nullable KeyHash keys;

    private final Instant time;

    private final Map<String, Long> counts = new TreeMap<>();

    private final Set<String> identityIds = new LinkedHashSet<>();

    private final Set<ErasedParticipant> participants = new LinkedHashSet<>();

    /**
     * Begins an erasure.
     *
     * @throws ProtectionSecretMissingException when keys are to be replaced without a secret
     */
    public Erasure(ErasureScope scope, @Nullable KeyHash keys, Instant time) {
        this.scope = Checks.notNull("scope", scope);
        this.keys = scope.replacesKeys() ? keys : null;
        this.time = time;
        if (scope.replacesKeys() && keys == null) {
            throw new ProtectionSecretMissingException();
        }
    }

    /** Begins an erasure of events alone. It replaces keys where the store has a secret. */
    public static Erasure ofEvents(@Nullable KeyHash keys, Instant time) {
        return new Erasure((keys != null) ? ErasureScope.ALL : ErasureScope.ALL.keepingKeys(), keys, time);
    }

    /** Checks whether tasks and observations are deleted. */
    public boolean deletesTasks() {
        return this.scope.deletesTasks();
    }

    /** Checks whether idempotency keys are replaced. */
    public boolean replacesKeys() {
        return this.keys != null;
    }

    /** Returns what stays of an event. */
    public RoomEvent of(RoomEvent event) {
        EventSource source = EventSource.builder(
                        event.source().channelId(), event.source().channelType())
                .direction(known(event.source().direction(), ChannelDirection.UNKNOWN))
                .participantId(event.source().participantId())
                .build();
        return RoomEvent.builder(event.roomId(), source, new ErasedContent(this.time))
                .id(event.id())
                .type(event.type())
                .status((event.status() != EventStatus.UNKNOWN) ? event.status() : EventStatus.DELIVERED)
                .visibility(event.visibility())
                .index(event.index())
                .chainDepth(event.chainDepth())
                .parentEventId(event.parentEventId())
                .idempotencyKey(
                        (this.keys != null)
                                ? this.keys.replace(event.roomId(), event.idempotencyKey())
                                : event.idempotencyKey())
                .createdAt(event.createdAt())
                .build();
    }

    /** Returns what stays of a participant, whose identity is unlinked. */
    public Participant of(Participant participant) {
        boolean identified = participant.identification() == IdentificationStatus.IDENTIFIED;
        return Participant.builder(participant.roomId(), participant.id(), participant.channelId())
                .role(known(participant.role(), ParticipantRole.UNKNOWN))
                .status(known(participant.status(), ParticipantStatus.UNKNOWN))
                .identification(
                        identified
                                ? IdentificationStatus.UNKNOWN
                                : known(participant.identification(), IdentificationStatus.UNRECOGNIZED))
                .joinedAt(participant.joinedAt())
                .build();
    }

    /** Returns what stays of a binding. */
    public ChannelBinding of(ChannelBinding binding) {
        return ChannelBinding.builder(binding.roomId(), binding.channelId(), binding.channelType())
                .category(known(binding.category(), ChannelCategory.UNKNOWN))
                .direction(known(binding.direction(), ChannelDirection.UNKNOWN))
                .access(known(binding.access(), Access.UNKNOWN))
                .muted(binding.muted())
                .outputMuted(binding.outputMuted())
                .visibility(binding.visibility())
                .participantId(binding.participantId())
                .isGroup(binding.isGroup())
                .lastReadIndex(binding.lastReadIndex())
                .attachedAt(binding.attachedAt())
                .build();
    }

    /** Returns what stays of a task that is not deleted. */
    public Task of(Task task) {
        return Task.builder(task.roomId(), task.id())
                .type(task.type())
                .status(known(task.status(), TaskStatus.UNKNOWN))
                .createdAt(task.createdAt())
                .build();
    }

    /** Returns what stays of an observation that is not deleted. */
    public Observation of(Observation observation) {
        return Observation.builder(observation.roomId(), observation.id())
                .channelId(observation.channelId())
                .category(observation.category())
                .confidence(observation.confidence())
                .createdAt(observation.createdAt())
                .build();
    }

    /** Returns the value, or nothing for a value of a newer version, which cannot be written. */
    private static <T> @Nullable T known(T value, T placeholder) {
        return value.equals(placeholder) ? null : value;
    }

    /** Counts rows of a table that were erased. */
    public void count(String table, long rows) {
        this.counts.merge(table, rows, Long::sum);
    }

    /** Notes an identity that was erased. */
    public void erased(String identityId) {
        this.identityIds.add(identityId);
    }

    /** Notes a participant that was erased. */
    public void erased(String roomId, String participantId) {
        this.participants.add(new ErasedParticipant(roomId, participantId));
    }

    /** Returns the receipt of the erasure, which has ended. */
    public ErasureReceipt receipt() {
        return ErasureReceipt.of(
                this.time,
                this.identityIds.stream().toList(),
                this.participants.stream().toList(),
                this.scope,
                this.counts);
    }
}
