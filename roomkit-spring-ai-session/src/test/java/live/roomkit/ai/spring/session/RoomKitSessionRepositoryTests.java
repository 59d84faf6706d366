package live.roomkit.ai.spring.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import live.roomkit.ai.MemorySettings;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.json.RecordJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.session.DefaultSessionService;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.InMemorySessionRepository;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;
import org.springframework.ai.session.SessionRepository;
import org.springframework.ai.session.compaction.SlidingWindowCompactionStrategy;

/** What Spring AI Session promises of a repository, and what this one promises beyond that. */
class RoomKitSessionRepositoryTests {

    private static final long SEED = Long.getLong("roomkit.contract.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    private final String id = "session " + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource
    void aSessionComesBackExactly(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        Session session = Session.builder()
                .id(this.id)
                .userId("maria")
                .createdAt(Instant.parse("2026-01-02T03:04:05.123456789Z"))
                .expiresAt(Instant.parse("2026-03-02T03:04:05.123456789Z"))
                .metadata(Map.of("model", "m", "count", 5L, "since", Instant.EPOCH))
                .build();

        repository.save(session);

        assertSame(repository.findById(this.id), session);
        assertThat(repository.findById("unknown " + this.id)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void savingAgainKeepsTheEvents(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "maria"));
        repository.appendEvent(event(this.id, new UserMessage("Hello")));
        Session changed = Session.builder()
                .id(this.id)
                .userId("maria")
                .expiresAt(null)
                .metadata(Map.of("topic", "flats"))
                .build();

        repository.save(changed);

        assertSame(repository.findById(this.id), changed);
        assertThat(repository.findEvents(this.id, EventFilter.all())).hasSize(1);
        repository.delete(this.id);
        assertThat(stores.store.roomExists(this.id)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void findsTheSessionsOfAUser(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        String user = "user " + UUID.randomUUID();
        repository.save(session(this.id, user));
        repository.save(session(this.id + " 2", user));
        repository.save(session(this.id + " 3", user + "0"));

        assertThat(repository.findByUserId(user)).extracting(Session::id).containsExactly(this.id, this.id + " 2");
    }

    @ParameterizedTest
    @EnumSource
    void findsAndDeletesExpiredSessions(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        Instant created = Instant.parse("2020-01-01T00:00:00Z");
        for (int year = 1; year <= 3; year++) {
            repository.save(Session.builder()
                    .id(this.id + year)
                    .userId("maria")
                    .createdAt(created)
                    .expiresAt(created.plusSeconds(year))
                    .build());
        }
        repository.save(Session.builder()
                .id(this.id + "never")
                .userId("maria")
                .createdAt(created)
                .expiresAt(null)
                .build());

        assertThat(repository.findExpiredSessionIds(created.plusSeconds(3)))
                .contains(this.id + 1, this.id + 2)
                .doesNotContain(this.id + 3, this.id + "never");

        DefaultSessionService.builder()
                .sessionRepository(repository)
                .build()
                .deleteExpiredSessions(created.plusSeconds(3));

        assertThat(repository.findById(this.id + 1)).isNull();
        assertThat(stores.store.roomExists(this.id + 1)).isFalse();
        assertThat(repository.findById(this.id + 3)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void deletingCanLeaveTheRoom(Stores stores) {
        MemorySettings settings = MemorySettings.builder().keepsRooms(true).build();
        SessionRepository repository = new RoomKitSessionRepository(stores.store, settings);
        repository.save(session(this.id, "maria"));
        repository.appendEvent(event(this.id, new UserMessage("Hello")));

        repository.delete(this.id);

        assertThat(repository.findById(this.id)).isNull();
        assertThat(repository.findEvents(this.id, EventFilter.all())).isEmpty();
        assertThatThrownBy(() -> repository.appendEvent(event(this.id, new UserMessage("Hello"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(stores.store.getConversation(this.id, 9)).hasSize(1);

        repository.save(session(this.id, "maria"));
        assertThat(repository.findEvents(this.id, EventFilter.all())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownSessionIsEmptyAndTakesNothing(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        stores.store.createRoom(Room.of(this.id + " of people"));

        for (String unknown : List.of(this.id, this.id + " of people")) {
            assertThat(repository.findEvents(unknown, EventFilter.all())).isEmpty();
            assertThat(repository.getEventVersion(unknown)).isZero();
            assertThatThrownBy(() -> repository.appendEvent(event(unknown, new UserMessage("Hello"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Session not found");
            assertThatThrownBy(() -> repository.compactEvents(unknown, List.of(), List.of(), 0))
                    .isInstanceOf(IllegalArgumentException.class);
            repository.delete(unknown);
        }
        assertThat(stores.store.roomExists(this.id + " of people")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatAnotherNodeDeletedTakesNothing(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "maria"));
        repository.appendEvent(event(this.id, new UserMessage("Hello")));
        new RoomKitSessionRepository(stores.store).delete(this.id);

        assertThatThrownBy(() -> repository.appendEvent(event(this.id, new UserMessage("Hello"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Session not found");
    }

    @ParameterizedTest
    @EnumSource
    void oneIdInTwoSessionsIsTwoEvents(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        for (String session : List.of(this.id, this.id + " 2")) {
            repository.save(session(session, "maria"));
            repository.appendEvent(SessionEvent.builder()
                    .id("event-1")
                    .sessionId(session)
                    .message(new UserMessage("To " + session))
                    .build());
        }

        assertThat(repository.findEvents(this.id, EventFilter.all()).get(0).getMessage())
                .isEqualTo(new UserMessage("To " + this.id));
        assertThat(repository.findEvents(this.id + " 2", EventFilter.all())).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void appendingAgainChangesNothing(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "maria"));
        SessionEvent event = event(this.id, new UserMessage("Hello"));
        repository.appendEvent(event);

        repository.appendEvent(event);

        assertThat(repository.getEventVersion(this.id)).isEqualTo(1);
        assertThatThrownBy(() -> repository.appendEvent(SessionEvent.builder()
                        .id(event.getId())
                        .sessionId(this.id)
                        .message(new UserMessage("Something else"))
                        .build()))
                .isInstanceOf(DuplicateIdException.class);
    }

    /** Compares this repository with the framework's own, through random events, compactions and filters. */
    @ParameterizedTest
    @EnumSource
    void randomSessionsAreTheSameInTheFrameworksRepository(Stores stores) {
        for (int run = 0; run < 10; run++) {
            String session = this.id + run;
            SessionRepository expected = InMemorySessionRepository.builder().build();
            SessionRepository actual = new RoomKitSessionRepository(stores.store);
            for (SessionRepository repository : List.of(expected, actual)) {
                repository.save(session(session, "maria"));
            }
            for (int step = 0; step < 40; step++) {
                if (this.random.nextInt(4) == 0) {
                    compact(session, expected, actual);
                } else {
                    SessionEvent event = anyEvent(session);
                    expected.appendEvent(event);
                    actual.appendEvent(event);
                }
                EventFilter filter = anyFilter();

                assertThat(actual.getEventVersion(session)).isEqualTo(expected.getEventVersion(session));
                for (EventFilter each : List.of(filter, EventFilter.all(), EventFilter.active())) {
                    assertThat(describe(actual.findEvents(session, each)))
                            .as("%s, -Droomkit.contract.seed=%d", each, SEED)
                            .isEqualTo(describe(expected.findEvents(session, each)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFrameworksStrategiesCompact(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        DefaultSessionService service =
                DefaultSessionService.builder().sessionRepository(repository).build();
        repository.save(session(this.id, "maria"));
        for (int i = 0; i < 20; i++) {
            repository.appendEvent(
                    event(this.id, (i % 2 == 0) ? new UserMessage("" + i) : new AssistantMessage("" + i)));
        }

        service.compact(
                this.id,
                request -> true,
                SlidingWindowCompactionStrategy.builder().maxEvents(4).build());

        assertThat(service.getEvents(this.id, EventFilter.active())).hasSize(4);
        assertThat(service.getEvents(this.id, EventFilter.all())).hasSize(20);
        assertThat(stores.store.getConversation(this.id, 100)).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource
    void compactionsDoNotGrowWithTheirNumber(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "maria"));
        for (int i = 0; i < 40; i++) {
            repository.appendEvent(event(this.id, new UserMessage("Question " + (100 + i))));
            List<SessionEvent> active = repository.findEvents(
                    this.id, EventFilter.builder().excludeArchived(true).build());
            List<SessionEvent> summary = List.of(event(this.id, new AssistantMessage("Summary " + (100 + i))));

            assertThat(repository.compactEvents(this.id, active, summary, repository.getEventVersion(this.id)))
                    .isTrue();
        }

        List<Integer> sizes = stores
                .store
                .listEvents(EventQuery.builder(this.id)
                        .filter(live.roomkit.event.EventFilter.builder()
                                .correlationId(SessionLog.CORRELATION)
                                .includeBlocked(true)
                                .build())
                        .build())
                .stream()
                .map(boundary -> new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE).write(boundary).length)
                .toList();
        assertThat(sizes).hasSize(40);
        assertThat(sizes.get(39)).isLessThan(sizes.get(1) + 50);
        assertThat(repository.findEvents(this.id, EventFilter.all())).hasSize(80);
    }

    @ParameterizedTest
    @EnumSource
    void aCompactionOfAnOldVersionIsRefused(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "maria"));
        repository.appendEvent(event(this.id, new UserMessage("1")));
        long version = repository.getEventVersion(this.id);
        List<SessionEvent> events = repository.findEvents(this.id, EventFilter.active());
        repository.appendEvent(event(this.id, new UserMessage("2")));

        assertThat(repository.compactEvents(this.id, events, List.of(), version))
                .isFalse();
        assertThat(repository.findEvents(this.id, EventFilter.active())).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void eventsOfAnotherSessionAreRefused(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "maria"));
        List<SessionEvent> foreign = List.of(event(this.id + " other", new UserMessage("1")));
        List<SessionEvent> unknown = List.of(event(this.id, new UserMessage("1")));

        assertThatThrownBy(() -> repository.compactEvents(this.id, List.of(), foreign, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belongs to session");
        assertThatThrownBy(() -> repository.compactEvents(this.id, unknown, List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no active event");
        assertThat(repository.getEventVersion(this.id)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void noneOf32WritersIsLost(Stores stores) throws Exception {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "maria"));
        int writers = 32;
        AtomicInteger compactions = new AtomicInteger();

        inParallel(writers, writer -> {
            for (int i = 0; i < 8; i++) {
                if (writer % 4 == 3) {
                    compactions.addAndGet(tryToCompact(repository) ? 1 : 0);
                } else {
                    repository.appendEvent(event(this.id, new UserMessage(writer + "/" + i)));
                }
            }
        });
        while (!tryToCompact(repository)) {
            compactions.incrementAndGet();
        }

        assertThat(repository.findEvents(this.id, EventFilter.all()))
                .extracting(event -> event.getMessage().getText())
                .doesNotHaveDuplicates()
                .hasSize(24 * 8);
        assertThat(repository.getEventVersion(this.id)).isEqualTo(24 * 8 + compactions.get() + 1);
    }

    @ParameterizedTest
    @EnumSource
    void aRoomOfPeopleBecomesASession(Stores stores) {
        stores.store.createRoom(Room.of(this.id));
        EventSource source = EventSource.inbound("whatsapp", ChannelType.WHATSAPP);
        stores.store.appendEvent(this.id, RoomEvent.message(this.id, source, TextContent.of("Hello")));
        SessionRepository repository = new RoomKitSessionRepository(stores.store);

        repository.save(session(this.id, "maria"));

        assertThat(repository.findEvents(this.id, EventFilter.lastN(5)))
                .extracting(SessionEvent::getMessage)
                .containsExactly(new UserMessage("Hello"));
        repository.delete(this.id);
        assertThat(stores.store.getConversation(this.id, 9)).hasSize(1);
    }

    private boolean tryToCompact(SessionRepository repository) {
        long version = repository.getEventVersion(this.id);
        List<SessionEvent> active = repository.findEvents(this.id, EventFilter.active());
        int cut = active.size() / 2;
        return repository.compactEvents(this.id, active.subList(0, cut), active.subList(cut, active.size()), version);
    }

    private void compact(String session, SessionRepository expected, SessionRepository actual) {
        long version = expected.getEventVersion(session) - ((this.random.nextInt(5) == 0) ? 1 : 0);
        List<SessionEvent> archived = new ArrayList<>();
        List<SessionEvent> retained = new ArrayList<>();
        if (this.random.nextBoolean()) {
            retained.add(SessionEvent.builder()
                    .sessionId(session)
                    .message(new AssistantMessage("Summary"))
                    .metadata(SessionEvent.METADATA_SYNTHETIC, true)
                    .build());
        }
        int style = this.random.nextInt(3);
        List<SessionEvent> active = expected.findEvents(session, EventFilter.active());
        for (int i = 0; i < active.size(); i++) {
            boolean archive = (style == 0) ? i < active.size() / 2 : this.random.nextBoolean();
            if (active.get(i).isSynthetic() || style == 2 && this.random.nextInt(4) == 0) {
                continue;
            }
            (archive ? archived : retained).add(active.get(i));
        }

        assertThat(actual.compactEvents(session, archived, retained, version))
                .isEqualTo(expected.compactEvents(session, archived, retained, version));
    }

    private SessionEvent anyEvent(String session) {
        Message message = switch (this.random.nextInt(5)) {
            case 0 -> new AssistantMessage("Noon, they said");
            case 1 ->
                AssistantMessage.builder()
                        .toolCalls(List.of(new ToolCall("1", "function", "clock", "{}")))
                        .build();
            case 2 ->
                ToolResponseMessage.builder()
                        .responses(List.of(new ToolResponse("1", "clock", "noon")))
                        .build();
            case 3 -> new SystemMessage("Be kind");
            default -> new UserMessage("Is it Noon?");
        };
        SessionEvent.Builder event = SessionEvent.builder()
                .sessionId(session)
                .message(message)
                .timestamp(Instant.parse("2026-01-01T00:00:00.000000007Z").plusSeconds(this.random.nextInt(100)));
        if (this.random.nextInt(3) == 0) {
            event.branch(List.of("orch", "orch.writer", "orch.reader").get(this.random.nextInt(3)));
        }
        if (this.random.nextInt(6) == 0) {
            event.metadata(SessionEvent.METADATA_SYNTHETIC, true);
        }
        return event.metadata("tokens", 12L).build();
    }

    private EventFilter anyFilter() {
        EventFilter.Builder filter = EventFilter.builder()
                .excludeArchived(this.random.nextBoolean())
                .excludeSynthetic(this.random.nextInt(3) == 0);
        if (this.random.nextInt(3) == 0) {
            filter.keyword("nOOn");
        }
        if (this.random.nextInt(3) == 0) {
            filter.branch("orch.writer");
        }
        if (this.random.nextInt(3) == 0) {
            filter.messageTypes(Set.of(MessageType.USER, MessageType.TOOL));
        }
        if (this.random.nextInt(3) == 0) {
            filter.from(Instant.parse("2026-01-01T00:00:20Z")).to(Instant.parse("2026-01-01T00:01:10Z"));
        }
        if (this.random.nextBoolean()) {
            filter.lastN(1 + this.random.nextInt(5));
        } else if (this.random.nextBoolean()) {
            filter.page(this.random.nextInt(3)).pageSize(1 + this.random.nextInt(5));
        }
        return filter.build();
    }

    private static List<List<Object>> describe(List<SessionEvent> events) {
        return events.stream()
                .map(event -> java.util.Arrays.<Object>asList(
                        event.getId(),
                        event.getSessionId(),
                        event.getTimestamp(),
                        event.getMessage(),
                        event.getMetadata(),
                        event.getBranch(),
                        event.isArchived()))
                .toList();
    }

    private static void assertSame(Session actual, Session expected) {
        assertThat(List.of(
                        actual.id(),
                        actual.userId(),
                        actual.createdAt(),
                        String.valueOf(actual.expiresAt()),
                        actual.metadata()))
                .isEqualTo(List.of(
                        expected.id(),
                        expected.userId(),
                        expected.createdAt(),
                        String.valueOf(expected.expiresAt()),
                        expected.metadata()));
    }

    private static Session session(String id, String userId) {
        return Session.builder().id(id).userId(userId).build();
    }

    private static SessionEvent event(String sessionId, Message message) {
        return SessionEvent.builder().sessionId(sessionId).message(message).build();
    }

    private static void inParallel(int threads, java.util.function.IntConsumer work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                futures.add(executor.submit(() -> work.accept(number)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
