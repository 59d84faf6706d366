package live.roomkit.samples.boot;

import java.time.Instant;
import java.util.Locale;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.RoomNotFoundException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Creates, returns and closes rooms. */
@RestController
@RequestMapping("/rooms/{roomId}")
class RoomController {

    private final ConversationStore store;

    RoomController(ConversationStore store) {
        this.store = store;
    }

    @PutMapping
    RoomView open(@PathVariable String roomId) {
        return RoomView.of(this.store.getOrCreateRoom(
                Room.builder(roomId).organizationId(Desk.ORGANIZATION).build()));
    }

    @GetMapping
    RoomView get(@PathVariable String roomId) {
        return this.store.getRoom(roomId).map(RoomView::of).orElseThrow(() -> new RoomNotFoundException(roomId));
    }

    @PostMapping("/close")
    RoomView close(@PathVariable String roomId) {
        return RoomView.of(this.store.updateRoom(
                roomId,
                room -> room.toBuilder()
                        .status(RoomStatus.CLOSED)
                        .closedAt(Instant.now())
                        .build()));
    }

    record RoomView(String id, String status, long eventCount, long latestIndex) {

        static RoomView of(Room room) {
            return new RoomView(
                    room.id(), room.status().name().toLowerCase(Locale.ROOT), room.eventCount(), room.latestIndex());
        }
    }
}
