package live.roomkit.ai.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/** Every kind of message survives being kept. */
class RoundTripTests {

    private static final long SEED = Long.getLong("roomkit.contract.seed", System.nanoTime());

    private final String conversation = "conversation " + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource
    void generatedMessagesComeBackExactly(Stores stores) {
        Samples samples = new Samples(SEED);
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        RoomKitChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Message message = samples.any();
            messages.add(message);
            memory.add(this.conversation, message);
        }

        assertThat(Exactly.all(repository.findByConversationId(this.conversation)))
                .as("-Droomkit.contract.seed=" + SEED)
                .isEqualTo(Exactly.all(messages));
    }

    @ParameterizedTest
    @EnumSource
    void savingWhatWasReadWritesNothing(Stores stores) {
        Samples samples = new Samples(SEED);
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        for (int i = 0; i < 30; i++) {
            repository.saveAll(this.conversation, samples.several(20));
            List<Message> read = repository.findByConversationId(this.conversation);
            int before = stores.events(this.conversation).size();

            repository.saveAll(this.conversation, read);

            assertThat(stores.events(this.conversation))
                    .as("-Droomkit.contract.seed=" + SEED)
                    .hasSize(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesInMetadataComeBack(Stores stores) {
        RoomKitChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();
        Map<String, Object> signatures = new HashMap<>(Map.of("thoughtSignatures", List.of(new byte[] {1, -1})));

        memory.add(
                this.conversation,
                AssistantMessage.builder().properties(signatures).build());

        assertThat((List<?>) memory.get(this.conversation).get(0).getMetadata().get("thoughtSignatures"))
                .singleElement()
                .isEqualTo(new byte[] {1, -1});
    }

    @ParameterizedTest
    @EnumSource
    void mimeTypesMayContainCommas(Stores stores) {
        RoomKitChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();
        Media video = Media.builder()
                .mimeType(MimeType.valueOf("video/webm;codecs=\"vp8,opus\""))
                .data(new byte[] {1, 2, 3})
                .build();

        memory.add(
                this.conversation,
                UserMessage.builder().text("Look").media(video).build());

        assertThat(((UserMessage) memory.get(this.conversation).get(0)).getMedia())
                .singleElement()
                .satisfies(media -> assertThat(media.getDataAsByteArray()).containsExactly(1, 2, 3))
                .satisfies(media -> assertThat(media.getMimeType()).isEqualTo(video.getMimeType()));
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfForeignClassesBecomeJson(Stores stores) {
        record Annotation(String url, double score) {}
        RoomKitChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();
        Message message = UserMessage.builder()
                .text("Look")
                .metadata(Map.of("annotations", List.of(new Annotation("https://example.com", 0.5))))
                .build();

        memory.add(this.conversation, message);

        assertThat(memory.get(this.conversation).get(0).getMetadata())
                .containsEntry("annotations", List.of(Map.of("url", "https://example.com", "score", 0.5)));
    }
}
