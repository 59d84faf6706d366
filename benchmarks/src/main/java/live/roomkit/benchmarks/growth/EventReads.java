package live.roomkit.benchmarks.growth;

import static live.roomkit.benchmarks.growth.Operation.of;
import static live.roomkit.benchmarks.growth.Operation.proportional;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventFilterBuilder;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventQueryBuilder;
import live.roomkit.event.EventType;

/**
 * Operations that read events and unread counts, mostly of the room with the most events. Each operation returns the
 * same amount of data from a small and from a large database.
 */
final class EventReads {

    private static final int LIMIT = 20;

    static final List<Operation> ALL = List.of(
            of("getEvent", (store, data) -> store.getEvent(data.hot(), data.event(data.middle()))),
            of("getEvent in any room", (store, data) -> store.findEvent(data.event(data.middle()))),
            of("findEvent in an organization", (store, data) -> store.findEvent(data.event(data.middle()), "org-1")),
            of("checkIdempotency", (store, data) -> store.checkIdempotency(data.hot(), "key-101")),
            of("getEventByIdempotencyKey", (store, data) -> store.getEventByIdempotencyKey(data.hot(), "key-101")),
            of("getEventCount", (store, data) -> store.getEventCount(data.hot())),
            of(
                    "getThreadSummaries",
                    (store, data) -> store.getThreadSummaries(
                            data.hot(), List.of(data.event(0), data.event(50), data.event(100)))),
            list("newest", (query, data) -> query.newestFirst(true)),
            list("after an index", (query, data) -> query.afterIndex((long) data.middle())),
            list("before an index", (query, data) -> query.beforeIndex((long) data.middle())),
            filter("by correlation", (filter, data) -> filter.correlationId("correlation-" + data.middle() / 20)),
            filter("by parent", (filter, data) -> filter.parentEventId(data.event(data.middle()))),
            filter("without replies", (filter, data) -> filter.topLevelOnly(true)),
            filter(
                    "of a short time",
                    (filter, data) ->
                            filter.afterTime(data.hotTime(data.middle())).beforeTime(data.hotTime(data.middle() + 30))),
            filter("after an early time", (filter, data) -> filter.afterTime(data.hotTime(10))),
            filter("after a late time", (filter, data) -> filter.afterTime(data.hotTime(data.hotEvents() - 10))),
            of(
                    "listEvents by a frequent visibility",
                    (store, data) -> store.listEvents(data.hot(), EventFilter.ofVisibility("all"))),
            of("listEvents from the first", (store, data) -> store.listEvents(data.hot(), 0, LIMIT)),
            proportional(
                    "listEvents by a far offset", (store, data) -> store.listEvents(data.hot(), data.middle(), LIMIT)),
            proportional(
                    "listEvents by a type that is not there",
                    (store, data) -> store.listEvents(query(data)
                            .filter(EventFilter.ofTypes(EventType.DTMF))
                            .build())),
            of(
                    "streamEvents, 30",
                    (store, data) ->
                            store.streamEvents(query(data).build()).limit(30).forEach(event -> {})),
            of("getConversation", (store, data) -> store.getConversation(data.hot(), LIMIT)),
            of(
                    "getConversation after an index",
                    (store, data) -> store.getConversation(data.hot(), LIMIT, data.middle())),
            of("getTimeline", (store, data) -> store.getTimeline(data.hot(), LIMIT)),
            of("getTimeline after an index", (store, data) -> store.getTimeline(data.hot(), LIMIT, data.middle())),
            of("getUnreadCount", (store, data) -> store.getUnreadCount(data.hot(), "ai-main")),
            of(
                    "getUnreadCounts of 3 rooms",
                    (store, data) ->
                            store.getUnreadCounts(Set.of(data.hot(), data.room(20), data.room(40)), "ai-main")),
            of(
                    "getUnreadCounts of 3 rooms of an organization",
                    (store, data) -> store.getUnreadCounts(
                            Set.of(data.hot(), data.room(20), data.room(40)), "ai-main", "org-7")),
            of("listReadMarkers", (store, data) -> store.listReadMarkers(data.hot())));

    private EventReads() {}

    private static Operation filter(String how, BiFunction<EventFilterBuilder, Deployment, EventFilterBuilder> filter) {
        return list(
                how,
                (query, data) ->
                        query.filter(filter.apply(EventFilter.builder(), data).build()));
    }

    private static Operation list(String how, BiFunction<EventQueryBuilder, Deployment, EventQueryBuilder> query) {
        return of(
                "listEvents " + how,
                (store, data) -> store.listEvents(query.apply(query(data), data).build()));
    }

    private static EventQueryBuilder query(Deployment data) {
        return EventQuery.builder(data.hot()).limit(LIMIT);
    }
}
