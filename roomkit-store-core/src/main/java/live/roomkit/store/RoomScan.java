package live.roomkit.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import live.roomkit.Cursor;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Unicode;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import org.jspecify.annotations.Nullable;

/** Implements searches over several rooms by reading every room, for stores without a faster implementation. */
final class RoomScan {

    private static final Comparator<Cursor> ORDER = Comparator.comparing(Cursor::createdAt)
            .thenComparing(Cursor::id, Unicode::compare)
            .thenComparing(Cursor::roomId, Comparator.nullsFirst(Unicode::compare));

    private final ConversationStore store;

    RoomScan(ConversationStore store) {
        this.store = store;
    }

    List<Room> rooms(RoomLookup lookup) {
        Checks.notNull("lookup", lookup);
        Predicate<RoomContext> wanted = presence(lookup);
        List<Room> found = new ArrayList<>();
        RoomQuery query = RoomQuery.builder()
                .organizationId(lookup.organizationId())
                .statuses((lookup.status() != null) ? Set.of(lookup.status()) : null)
                .build();
        each(query, room -> {
            if (this.store.loadRoomContext(room.id()).filter(wanted).isPresent()) {
                found.add(room);
            }
        });
        return page(found, Room::cursor, ORDER.reversed(), lookup.after(), lookup.limit());
    }

    List<Task> tasks(TaskQuery query) {
        Checks.notNull("query", query);
        return children(
                query.organizationId(),
                (roomId, after) -> limit -> this.store.listTasks(roomId, null, limit, after),
                Task::cursor,
                task -> (query.assignedTo() == null || query.assignedTo().equals(task.assignedTo()))
                        && (query.statuses() == null || query.statuses().contains(task.status())),
                query.after(),
                query.limit());
    }

    List<Observation> observations(ObservationQuery query) {
        Checks.notNull("query", query);
        return children(
                query.organizationId(),
                (roomId, after) -> limit -> this.store.listObservations(roomId, query.category(), limit, after),
                Observation::cursor,
                observation -> true,
                query.after(),
                query.limit());
    }

    private Predicate<RoomContext> presence(RoomLookup lookup) {
        String channelId = lookup.channelId();
        if (channelId != null) {
            return context -> context.bindings().stream().anyMatch(binding -> channelId.equals(binding.channelId()));
        }
        String identityId = lookup.identityId();
        if (identityId != null) {
            Set<String> identityIds = group(identityId);
            return context -> context.participants().stream()
                    .anyMatch(participant ->
                            participant.identityId() != null && identityIds.contains(participant.identityId()));
        }
        String participantId = lookup.participantId();
        return context -> context.participants().stream()
                        .anyMatch(participant -> participant.id().equals(participantId))
                || context.bindings().stream()
                        .anyMatch(binding ->
                                Checks.notNull("participantId", participantId).equals(binding.participantId())
                                        && (lookup.channelType() == null
                                                || lookup.channelType().equals(binding.channelType())));
    }

    /**
     * Returns the id of the given identity and the ids of all identities that are merged with it. When the given
     * identity is merged into a second identity, these are the second identity and all identities that are merged into
     * the second identity. In all other cases, these are all identities that are merged into the given identity.
     */
    private Set<String> group(String identityId) {
        String into = this.store
                .getIdentity(identityId)
                .map(Identity::merge)
                .map(IdentityMerge::intoId)
                .orElse(identityId);
        Set<String> ids = new HashSet<>(Set.of(identityId));
        ids.add(into);
        IdentityQuery merged = IdentityQuery.builder().mergedInto(into).build();
        List<Identity> page;
        do {
            IdentityQuery following = merged;
            page = fitting(limit ->
                    this.store.listIdentities(following.toBuilder().limit(limit).build()));
            page.forEach(identity -> ids.add(identity.id()));
            if (!page.isEmpty()) {
                merged = merged.toBuilder()
                        .after(page.get(page.size() - 1).cursor())
                        .build();
            }
        } while (!page.isEmpty());
        return ids;
    }

    private <T> List<T> children(
            @Nullable String organizationId,
            Pages<T> pages,
            Function<T, Cursor> place,
            Predicate<T> wanted,
            @Nullable Cursor after,
            int limit) {
        List<T> found = new ArrayList<>();
        RoomQuery query = RoomQuery.builder().organizationId(organizationId).build();
        each(query, room -> {
            @Nullable Cursor last = null;
            List<T> page;
            do {
                page = fitting(pages.after(room.id(), last));
                page.stream().filter(wanted).forEach(found::add);
                last = page.isEmpty() ? null : place.apply(page.get(page.size() - 1));
            } while (!page.isEmpty());
        });
        return page(found, place, ORDER, after, limit);
    }

    /** Calls the action for every room that matches the query, in the order of {@link ConversationStore#findRooms}. */
    void each(RoomQuery query, Consumer<Room> action) {
        RoomQuery following = query;
        List<Room> page;
        do {
            RoomQuery asked = following;
            page = fitting(
                    limit -> this.store.findRooms(asked.toBuilder().limit(limit).build()));
            page.forEach(action);
            if (!page.isEmpty()) {
                following = query.toBuilder()
                        .after(page.get(page.size() - 1).cursor())
                        .build();
            }
        } while (!page.isEmpty());
    }

    /**
     * Calls the function with the largest allowed limit. As long as the function throws {@link PageTooLargeException},
     * calls it again with a smaller limit, down to a limit of 1.
     */
    static <T> List<T> fitting(IntFunction<List<T>> page) {
        int limit = Checks.MAX_LIMIT;
        while (true) {
            try {
                return page.apply(limit);
            } catch (PageTooLargeException ex) {
                if (limit == 1) {
                    throw ex;
                }
                limit = Math.min(ex.getFittingLimit(), limit - 1);
            }
        }
    }

    private static <T> List<T> page(
            Collection<T> found,
            Function<T, Cursor> place,
            Comparator<Cursor> order,
            @Nullable Cursor after,
            int limit) {
        return found.stream()
                .filter(value -> after == null || order.compare(place.apply(value), after) > 0)
                .sorted(Comparator.comparing(place, order))
                .limit(limit)
                .toList();
    }

    /** Returns, for a room and a position, a function that takes a limit and reads the records after this position. */
    private interface Pages<T> {

        IntFunction<List<T>> after(String roomId, @Nullable Cursor after);
    }
}
