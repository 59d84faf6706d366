package live.roomkit.benchmarks.growth;

import static live.roomkit.benchmarks.growth.Operation.of;
import static live.roomkit.benchmarks.growth.Operation.prepared;

import java.util.List;
import java.util.Map;
import java.util.Set;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;

/** Operations that write rooms. */
final class RoomWrites {

    static final List<Operation> ALL = List.of(
            of("createRoom", (store, data) -> store.createRoom(room(data))),
            of("getOrCreateRoom that is there", (store, data) -> store.getOrCreateRoom(Room.of(data.room(11)))),
            of("getOrCreateRoom that is not", (store, data) -> store.getOrCreateRoom(room(data))),
            of(
                    "updateRoom",
                    (store, data) -> store.updateRoom(Room.builder(data.room(11))
                            .status(RoomStatus.CLOSED)
                            .build())),
            of(
                    "updateRoom by a function",
                    (store, data) -> store.updateRoom(
                            data.hot(),
                            room -> room.toBuilder().status(RoomStatus.ACTIVE).build())),
            of(
                    "patchRoomMetadata",
                    (store, data) -> store.patchRoomMetadata(data.room(12), Map.of("number", data.number()))),
            of(
                    "patchRoomMetadata and unset",
                    (store, data) ->
                            store.patchRoomMetadata(data.room(12), Map.of("number", data.number()), Set.of("other"))),
            prepared("advanceDeliveredIndex", (store, data) -> {
                long next = store.getDeliveredIndex(data.hot()) + 1;
                return () -> store.advanceDeliveredIndex(data.hot(), next);
            }),
            prepared("advanceDeliveredIndex by force", (store, data) -> {
                long next = store.getDeliveredIndex(data.hot()) + 2;
                return () -> store.advanceDeliveredIndex(data.hot(), next, GapPolicy.SKIP);
            }),
            prepared("deleteRoom of three events", (store, data) -> {
                Room room = store.createRoom(room(data));
                store.addBinding(ChannelBinding.of(room.id(), "ai-main", ChannelType.AI));
                for (int i = 0; i < 3; i++) {
                    store.appendEvent(room.id(), EventWrites.event(room.id(), data));
                }
                return () -> store.deleteRoom(room.id());
            }));

    private RoomWrites() {}

    private static Room room(Deployment data) {
        return Room.builder(data.newId()).organizationId("org-7").build();
    }
}
