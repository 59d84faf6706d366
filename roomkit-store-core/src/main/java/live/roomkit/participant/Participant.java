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
 * A person or program that takes part in a room.
 *
 * @param id the id, unique within the room
 * @param roomId the id of the room
 * @param channelId the id of the channel through which the participant joined
 * @param displayName the name to show, if known
 * @param role the role of the participant in the room; member by default
 * @param status the presence of the participant in the room; active by default
 * @param identification the state of the identification of the participant; pending by default
 * @param identityId the id of the participant's identity, if known
 * @param candidates the ids of the identities that match the participant; {@code null} when nobody has searched for
 *     such identities
 * @param connectedVia the ids of the channels through which the participant can be reached, without duplicates; the
 *     first is {@code channelId}
 * @param externalId the id of the participant in an external system, if any
 * @param resolvedAt the time at which the participant was identified, if that happened
 * @param resolvedBy the person or method that identified the participant, if that happened
 * @param joinedAt the time at which the participant joined; now by default; it never changes afterwards
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

    /**
     * Applies the defaults and rejects invalid values. Prefer {@link #builder} to this constructor, since later
     * versions may add components.
     */
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

    /** Returns a participant who has the role {@link ParticipantRole#MEMBER} and joins now. */
    public static Participant of(String roomId, String id, String channelId) {
        return builder(roomId, id, channelId).build();
    }

    /** Returns a builder for a participant who joined the room through the channel. */
    public static ParticipantBuilder builder(String roomId, String id, String channelId) {
        return ParticipantBuilder.builder().roomId(roomId).id(id).channelId(channelId);
    }

    /** Returns a builder that starts with the values of this record. */
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
