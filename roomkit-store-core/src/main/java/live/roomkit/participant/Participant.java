package live.roomkit.participant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who takes part in a room.
 *
 * @param id unique within the room
 * @param roomId the room
 * @param channelId the channel through which they joined
 * @param displayName how to call them, if known
 * @param role what they are in the room; member unless given
 * @param status whether they are still there; active unless given
 * @param identification how sure it is who they are; pending unless given
 * @param identityId who they are, if known
 * @param candidates the ids of the identities that fit; absent when none were looked for
 * @param connectedVia the channels they are reached through: channelId first, without repeats
 * @param externalId their id in another system, if any
 * @param resolvedAt when it became known who they are
 * @param resolvedBy by what it became known
 * @param joinedAt when they joined; now unless given, fixed afterwards
 * @param metadata free-form values of the application
 */
@ModelBuilder
public record Participant(
        String id,
        String roomId,
        String channelId,
        @Nullable String displayName,
        ParticipantRole role,
        ParticipantStatus status,
        IdentificationStatus identification,
        @Nullable String identityId,
        @Nullable List<String> candidates,
        List<String> connectedVia,
        @Nullable String externalId,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBy,
        Instant joinedAt,
        Map<String, @Nullable Object> metadata) {

    /** Applies the defaults and refuses what makes no sense. Use {@link #builder}; components may be added. */
    public Participant {
        Checks.id("id", id);
        Checks.id("roomId", roomId);
        Checks.id("channelId", channelId);
        role = (role != null) ? role : ParticipantRole.MEMBER;
        status = (status != null) ? status : ParticipantStatus.ACTIVE;
        identification = (identification != null) ? identification : IdentificationStatus.PENDING;
        Checks.optionalId("identityId", identityId);
        candidates = (candidates != null) ? Checks.ids("candidates", candidates) : null;
        connectedVia = startingWith(channelId, connectedVia);
        resolvedAt = Checks.optionalInstant("resolvedAt", resolvedAt);
        joinedAt = Checks.instantOrNow("joinedAt", joinedAt);
        metadata = FreeForm.copy(metadata);
    }

    /** A member who joined now. */
    public static Participant of(String roomId, String id, String channelId) {
        return builder(roomId, id, channelId).build();
    }

    /** Builds a participant of that room, who joined through that channel. */
    public static ParticipantBuilder builder(String roomId, String id, String channelId) {
        return ParticipantBuilder.builder().roomId(roomId).id(id).channelId(channelId);
    }

    /** Builds a changed copy. */
    public ParticipantBuilder toBuilder() {
        return ParticipantBuilder.builder(this);
    }

    private static List<String> startingWith(String channelId, @Nullable List<String> connectedVia) {
        List<String> channels = new ArrayList<>();
        channels.add(channelId);
        if (connectedVia != null) {
            channels.addAll(connectedVia);
        }
        return Checks.ids("connectedVia", channels);
    }
}
