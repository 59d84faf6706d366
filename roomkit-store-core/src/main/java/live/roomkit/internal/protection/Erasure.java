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
 * Carries out one erasure: computes what stays of each record, and counts the erased rows. For each record, an erasure
 * creates a new record, and copies into it only the values that stay. When a later version of RoomKit adds a component
 * to a record type, the values of this component are erased unless this class is changed to copy them.
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
     * @throws ProtectionSecretMissingException when the scope says that hashes replace idempotency keys, and the
     *     store has no secret to compute the hashes
     */
    public Erasure(ErasureScope scope, @Nullable KeyHash keys, Instant time) {
        this.scope = Checks.notNull("scope", scope);
        this.keys = scope.replacesKeys() ? keys : null;
        this.time = time;
        if (scope.replacesKeys() && keys == null) {
            throw new ProtectionSecretMissingException();
        }
    }

    /**
     * Begins an erasure that erases only events. Their idempotency keys are replaced by hashes, unless {@code keys} is
     * {@code null}.
     */
    public static Erasure ofEvents(@Nullable KeyHash keys, Instant time) {
        return new Erasure((keys != null) ? ErasureScope.ALL : ErasureScope.ALL.keepingKeys(), keys, time);
    }

    /** Checks whether the erasure deletes tasks and observations. */
    public boolean deletesTasks() {
        return this.scope.deletesTasks();
    }

    public boolean replacesKeys() {
        return this.keys != null;
    }

    /** Returns the given event without its personal data. */
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

    /** Returns the given participant without personal data and without its identity. */
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

    /** Returns the given channel binding without its personal data. */
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

    /** Returns the given task without its personal data, for an erasure that keeps tasks. */
    public Task of(Task task) {
        return Task.builder(task.roomId(), task.id())
                .type(task.type())
                .status(known(task.status(), TaskStatus.UNKNOWN))
                .createdAt(task.createdAt())
                .build();
    }

    /** Returns the given observation without its personal data, for an erasure that keeps observations. */
    public Observation of(Observation observation) {
        return Observation.builder(observation.roomId(), observation.id())
                .channelId(observation.channelId())
                .category(observation.category())
                .confidence(observation.confidence())
                .createdAt(observation.createdAt())
                .build();
    }

    /**
     * Returns {@code value}, or {@code null} when it equals {@code placeholder}. When this version of RoomKit does not
     * know a stored value, the record that was read contains the placeholder instead. A store refuses to write the
     * placeholder.
     */
    private static <T> @Nullable T known(T value, T placeholder) {
        return value.equals(placeholder) ? null : value;
    }

    /** Adds {@code rows} to the number of erased rows of a table. The receipt contains these numbers. */
    public void count(String table, long rows) {
        this.counts.merge(table, rows, Long::sum);
    }

    /** Adds an erased identity to the receipt. */
    public void erased(String identityId) {
        this.identityIds.add(identityId);
    }

    boolean hasErased(ErasedParticipant participant) {
        return this.participants.contains(participant);
    }

    /** Adds an erased participant to the receipt. */
    public void erased(String roomId, String participantId) {
        this.participants.add(new ErasedParticipant(roomId, participantId));
    }

    public ErasureReceipt receipt() {
        return ErasureReceipt.of(
                this.time,
                this.identityIds.stream().toList(),
                this.participants.stream().toList(),
                this.scope,
                this.counts);
    }
}
