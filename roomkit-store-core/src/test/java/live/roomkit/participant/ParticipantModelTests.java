package live.roomkit.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ParticipantModelTests {

    @Test
    void aParticipantIsAnActiveMemberUnlessSaid() {
        Participant participant = Participant.of("room-1", "p-1", "sms-1");

        assertThat(participant.role()).isEqualTo(ParticipantRole.MEMBER);
        assertThat(participant.status()).isEqualTo(ParticipantStatus.ACTIVE);
        assertThat(participant.identification()).isEqualTo(IdentificationStatus.PENDING);
        assertThat(participant.candidates()).isNull();
        assertThat(participant.connectedVia()).containsExactly("sms-1");
        assertThat(participant.metadata()).isEmpty();
        assertThat(participant.joinedAt()).isNotNull();
    }

    @Test
    void theFirstConnectionIsTheChannelOfJoining() {
        assertThat(participant()
                        .connectedVia(List.of("email-1", "sms-1", "email-1"))
                        .build()
                        .connectedVia())
                .containsExactly("sms-1", "email-1");
    }

    @Test
    void noCandidatesIsNotTheSameAsNoneLookedFor() {
        assertThat(participant().candidates(List.of()).build().candidates()).isEmpty();
        assertThat(participant()
                        .candidates(List.of("i-1", "i-1", "i-2"))
                        .build()
                        .candidates())
                .containsExactly("i-1", "i-2");
    }

    @Test
    void aParticipantRefusesWhatMakesNoSense() {
        refused("id must not be blank", participant -> participant.id(" "));
        refused("roomId must not be null", participant -> participant.roomId(null));
        refused("channelId must not be blank", participant -> participant.channelId(""));
        refused("identityId must not be blank", participant -> participant.identityId(""));
        refused("connectedVia must not be blank", participant -> participant.connectedVia(List.of("")));
        refused("candidates must not be blank", participant -> participant.candidates(List.of("")));
    }

    private static ParticipantBuilder participant() {
        return Participant.builder("room-1", "p-1", "sms-1");
    }

    private static void refused(String message, UnaryOperator<ParticipantBuilder> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(participant()).build())
                .withMessage(message);
    }
}
