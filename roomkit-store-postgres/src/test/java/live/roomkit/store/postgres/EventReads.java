package live.roomkit.store.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventFilterBuilder;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventQueryBuilder;
import live.roomkit.event.EventType;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.postgres.EveryOperation.Step;

/** Reads events of the hot room by every criterion. */
final class EventReads {

    private static final String IN_ORDER = "reads events in their order until the page is full; EventFilter says so";

    private final List<Step> steps = new ArrayList<>();

    private final LargeDataset data;

    private final String hot;

    private final int middle;

    private EventReads(LargeDataset data) {
        this.data = data;
        this.hot = data.hotRoom();
        this.middle = data.hotEvents() / 2;
    }

    static List<Step> on(LargeDataset data) {
        EventReads reads = new EventReads(data);
        reads.single();
        reads.pages();
        reads.indexedFilters();
        reads.times();
        reads.otherFilters();
        reads.counts();
        return reads.steps;
    }

    private void single() {
        String event = this.data.event(this.hot, this.middle);
        step("read an event", store -> store.getEvent(this.hot, event));
        step("find an event in any room", store -> store.findEvent(event));
        step("find an event in an organization", store -> store.findEvent(event, "org-1"));
        step("look whether a key was used", store -> store.checkIdempotency(this.hot, "key-101"));
        step("read an event by its key", store -> store.getEventByIdempotencyKey(this.hot, "key-101"));
        step(
                "summarize threads",
                store -> store.getThreadSummaries(
                        this.hot,
                        IntStream.range(0, 4)
                                .mapToObj(i -> this.data.event(this.hot, i * 50))
                                .toList()));
    }

    private void pages() {
        step(
                "stream events",
                store -> store.streamEvents(query().limit(20).build()).limit(30).forEach(event -> {}));
        page("the newest events", query -> query.newestFirst(true));
        page("events after an index", query -> query.afterIndex((long) this.middle));
        page("events before an index", query -> query.beforeIndex((long) this.middle));
        this.steps.add(new Step(
                "list events behind an offset",
                "an offset costs as much as reading what it skips; EventQuery says so",
                store -> store.listEvents(this.hot, this.middle, 20)));
        step("list the newest messages", store -> store.getConversation(this.hot, 20));
        step("read a page of events", store -> store.pageEvents(query().build()));
        step(
                "read a page of the newest events",
                store -> store.pageEvents(query().newestFirst(true).build()));
        step("list the messages after an index", store -> store.getConversation(this.hot, 20, this.middle));
    }

    private void indexedFilters() {
        String correlation = "correlation-" + this.middle / 20;
        String parent = this.data.event(this.hot, this.middle - this.middle % 50);
        filtered("the events of a correlation", query -> query, filter -> filter.correlationId(correlation));
        filtered(
                "the newest events of a correlation",
                query -> query.newestFirst(true),
                filter -> filter.correlationId(correlation));
        filtered(
                "the events of a correlation before an index",
                query -> query.beforeIndex((long) this.middle + 10),
                filter -> filter.correlationId(correlation));
        filtered("the events of no correlation", query -> query, filter -> filter.correlationId("none"));
        filtered("the replies to an event", query -> query, filter -> filter.parentEventId(parent));
        filtered(
                "the newest replies to an event",
                query -> query.newestFirst(true),
                filter -> filter.parentEventId(parent));
        filtered(
                "the replies to an event after an index",
                query -> query.afterIndex((long) this.middle - 20),
                filter -> filter.parentEventId(parent));
        filtered("the replies to no event", query -> query, filter -> filter.parentEventId("none"));
        filtered("the events that are no replies", query -> query, filter -> filter.topLevelOnly(true));
        filtered(
                "the newest events that are no replies",
                query -> query.newestFirst(true),
                filter -> filter.topLevelOnly(true));
    }

    private void times() {
        Instant early = this.data.hotTime(10);
        Instant late = this.data.hotTime(this.data.hotEvents() - 10);
        for (boolean newest : List.of(false, true)) {
            String which = newest ? "the newest events " : "the first events ";
            times(
                    which + "of a short time",
                    newest,
                    filter -> filter.afterTime(this.data.hotTime(this.middle))
                            .beforeTime(this.data.hotTime(this.middle + 30)));
            times(
                    which + "of a short time by a filter",
                    newest,
                    filter -> filter.afterTime(this.data.hotTime(this.middle))
                            .beforeTime(this.data.hotTime(this.middle + 30))
                            .types(Set.of(EventType.SYSTEM)));
            times(
                    which + "of a long time",
                    newest,
                    filter -> filter.afterTime(early).beforeTime(late));
            times(which + "after a late time", newest, filter -> filter.afterTime(late));
            times(which + "after an early time", newest, filter -> filter.afterTime(early));
            times(which + "before an early time", newest, filter -> filter.beforeTime(early));
            times(which + "before a late time", newest, filter -> filter.beforeTime(late));
            times(
                    which + "after the last",
                    newest,
                    filter -> filter.afterTime(this.data.hotTime(10 * this.data.hotEvents())));
        }
        EventFilter lateHalf =
                EventFilter.builder().afterTime(this.data.hotTime(this.middle)).build();
        page(
                "events of a long time after an index",
                query -> query.filter(lateHalf).afterIndex((long) this.middle));
        this.steps.add(new Step(
                "list the first events of the later half of the time",
                "walks the timeline from its beginning; EventFilter says so",
                store -> store.listEvents(query().filter(lateHalf).build())));
    }

    private void otherFilters() {
        rare("type", filter -> filter.types(Set.of(EventType.RECORDING_STARTED)));
        rare("rest of types", filter -> filter.excludeTypes(Set.of(EventType.MESSAGE, EventType.SYSTEM)));
        rare("visibility", filter -> filter.visibility("rare"));
        rare("channel", filter -> filter.sourceChannelId("rare"));
        rare("channel type", filter -> filter.channelType(ChannelType.TEAMS));
        rare("participant", filter -> filter.participantId("rare"));
        filtered("all events, also blocked ones", query -> query, filter -> filter.includeBlocked(true));
    }

    private void counts() {
        String parent = this.data.event(this.hot, this.middle - this.middle % 50);
        count("the replies to an event", filter -> filter.parentEventId(parent));
        count("the events of a correlation", filter -> filter.correlationId("correlation-" + this.middle / 20));
        count(
                "the events of a short time",
                filter -> filter.afterTime(this.data.hotTime(this.middle))
                        .beforeTime(this.data.hotTime(this.middle + 30)));
        this.steps.add(new Step(
                "count the events that were not blocked",
                "looks at all events of the room; getEventCount says so",
                store -> store.getEventCount(this.hot, EventFilter.NONE)));
    }

    private void count(String what, UnaryOperator<EventFilterBuilder> filter) {
        step(
                "count " + what,
                store -> store.getEventCount(
                        this.hot, filter.apply(EventFilter.builder()).build()));
    }

    private void rare(String what, UnaryOperator<EventFilterBuilder> filter) {
        this.steps.add(new Step(
                "list events by a rare " + what,
                IN_ORDER,
                store -> store.listEvents(
                        query().filter(filter.apply(EventFilter.builder()).build())
                                .build())));
    }

    private void times(String what, boolean newest, UnaryOperator<EventFilterBuilder> filter) {
        filtered(what, query -> query.newestFirst(newest), filter);
    }

    private void filtered(
            String what, UnaryOperator<EventQueryBuilder> page, UnaryOperator<EventFilterBuilder> filter) {
        page(
                what,
                query -> page.apply(query)
                        .filter(filter.apply(EventFilter.builder()).build()));
    }

    private void page(String what, UnaryOperator<EventQueryBuilder> query) {
        step("list " + what, store -> store.listEvents(query.apply(query()).build()));
    }

    private EventQueryBuilder query() {
        return EventQuery.builder(this.hot).limit(20);
    }

    private void step(String name, Consumer<ConversationStore> work) {
        this.steps.add(new Step(name, null, work));
    }
}
