package live.roomkit.samples.assistant;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import live.roomkit.ai.spring.RoomKitChatMemory;
import live.roomkit.content.TextContent;
import live.roomkit.store.ConversationStore;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;

/** Answers the messages of users, and returns the messages of a conversation. */
@RestController
@RequestMapping("/conversations/{id}")
class AssistantController {

    private final ChatClient client;

    private final RoomKitChatMemory memory;

    private final ConversationStore store;

    /** Ids of the conversations in which the model is answering. */
    private final Set<String> answering = ConcurrentHashMap.newKeySet();

    AssistantController(ChatClient client, RoomKitChatMemory memory, ConversationStore store) {
        this.client = client;
        this.memory = memory;
        this.store = store;
    }

    /**
     * Answers a message word by word. Refuses a message while the previous one is being answered. In an application
     * with several nodes, all messages of a conversation must be sent to the same node, because each node knows only
     * its own answers in progress.
     */
    @PostMapping(produces = MediaType.TEXT_PLAIN_VALUE)
    Flux<String> talk(@PathVariable String id, @RequestBody String text) {
        if (!this.answering.add(id)) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "Wait for the answer to the previous message");
        }
        return Flux.defer(() -> answer(id, text)).doFinally(end -> this.answering.remove(id));
    }

    /**
     * Answers a message. When a crash has interrupted tool calls of an earlier answer, first stores a result for each
     * of these tool calls. Many models reject a tool call without a result.
     */
    private Flux<String> answer(String id, String text) {
        this.memory.answerInterruptedCalls(id, "unknown, the call was interrupted");
        return this.client
                .prompt()
                .user(text)
                .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, id))
                .stream()
                .content();
    }

    /** Returns the newest text messages of a conversation, each with its sender. */
    @GetMapping
    List<String> read(@PathVariable String id) {
        return this.store.getConversation(id, 100).stream()
                .filter(event -> event.content() instanceof TextContent)
                .map(event -> event.source().participantId() + ": " + ((TextContent) event.content()).body())
                .toList();
    }
}
