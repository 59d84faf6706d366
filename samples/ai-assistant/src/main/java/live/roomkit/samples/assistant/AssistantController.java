package live.roomkit.samples.assistant;

import java.util.List;
import live.roomkit.ai.spring.RoomKitChatMemory;
import live.roomkit.content.TextContent;
import live.roomkit.store.ConversationStore;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Takes messages of users, and shows conversations to people. */
@RestController
@RequestMapping("/conversations/{id}")
class AssistantController {

    private final ChatClient client;

    private final RoomKitChatMemory memory;

    private final ConversationStore store;

    AssistantController(ChatClient client, RoomKitChatMemory memory, ConversationStore store) {
        this.client = client;
        this.memory = memory;
        this.store = store;
    }

    /**
     * Answers a message word by word. Before the answer, gives a result to each tool call that a crash has interrupted.
     */
    @PostMapping(produces = MediaType.TEXT_PLAIN_VALUE)
    Flux<String> talk(@PathVariable String id, @RequestBody String text) {
        this.memory.answerInterruptedCalls(id, "unknown, the call was interrupted");
        return this.client
                .prompt()
                .user(text)
                .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, id))
                .stream()
                .content();
    }

    /** Shows the messages of a conversation as a person would read them. */
    @GetMapping
    List<String> read(@PathVariable String id) {
        return this.store.getConversation(id, 100).stream()
                .filter(event -> event.content() instanceof TextContent)
                .map(event -> event.source().participantId() + ": " + ((TextContent) event.content()).body())
                .toList();
    }
}
