package live.roomkit.ai;

import java.util.HashMap;
import java.util.Map;
import live.roomkit.ai.Utterance.Speaker;
import live.roomkit.event.RoomEvent;
import live.roomkit.participant.Participant;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;

/** Mapping in which the text of a user message begins with the name of the participant. */
final class NamedMapping implements EventMapping {

    private final EventMapping mapping;

    private final ConversationStore store;

    NamedMapping(EventMapping mapping, ConversationStore store) {
        this.mapping = mapping;
        this.store = store;
    }

    @Override
    public @Nullable Utterance map(RoomEvent event) {
        return map(event, new HashMap<>());
    }

    @Override
    public EventMapping forOneRead() {
        Map<String, String> names = new HashMap<>();
        return event -> map(event, names);
    }

    private @Nullable Utterance map(RoomEvent event, Map<String, String> names) {
        Utterance utterance = this.mapping.map(event);
        String participantId = event.source().participantId();
        if (utterance == null || participantId == null || utterance.speaker() != Speaker.USER) {
            return utterance;
        }
        String name = names.computeIfAbsent(participantId, id -> name(event.roomId(), id));
        return utterance.withText(name + ": " + utterance.text());
    }

    private String name(String roomId, String participantId) {
        return this.store
                .getParticipant(roomId, participantId)
                .map(Participant::displayName)
                .orElse(participantId);
    }
}
