package live.roomkit.samples.boot;

import java.util.List;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventQuery;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stores and returns the messages of a room. */
@RestController
@RequestMapping("/rooms/{roomId}/messages")
class MessageController {

    private final ConversationStore store;

    MessageController(ConversationStore store) {
        this.store = store;
    }

    /** Stores a message. When the room already has a message with the same idempotency key, returns that message. */
    @PostMapping
    ResponseEntity<Message> send(
            @PathVariable String roomId,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody NewMessage message) {
        AppendResult result = this.store.appendEvent(roomId, message.toEvent(roomId, idempotencyKey));
        HttpStatus status = result.duplicate() ? HttpStatus.OK : HttpStatus.CREATED;
        return ResponseEntity.status(status).body(Message.of(result.event()));
    }

    @GetMapping
    List<Message> list(
            @PathVariable String roomId,
            @RequestParam(defaultValue = "-1") long afterIndex,
            @RequestParam(defaultValue = "50") int limit) {
        EventQuery query =
                EventQuery.builder(roomId).afterIndex(afterIndex).limit(limit).build();
        return this.store.listEvents(query).stream().map(Message::of).toList();
    }
}
