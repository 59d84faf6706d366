package live.roomkit.boot.autoconfigure.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.ImportFormatException;
import live.roomkit.protection.Protection;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import live.roomkit.store.memory.InMemoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a client is told when the store refuses. */
class StoreProblemsTests {

    /** Refusals when a database is opened, which no request meets. */
    private static final Set<String> OF_NO_REQUEST = Set.of(
            "PendingMigrationsException",
            "UnsupportedServerException",
            "NewerSchemaException",
            "HoldsDisabledException",
            "ProtectionSecretMissingException",
            "OpeningException",
            "OpeningUnavailableException",
            "PythonTablesException");

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HttpMessageConvertersAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    RoomKitProblemDetailsAutoConfiguration.class,
                    WebMvcAutoConfiguration.class))
            .withBean(Failing.class);

    private final WebApplicationContextRunner enabled =
            this.runner.withPropertyValues("roomkit.store.web.problem-details=true");

    static Stream<Class<?>> refusals() {
        return new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages("live.roomkit.store", "live.roomkit.protection")
                        .stream()
                        .filter(type -> type.isAssignableTo(StoreException.class))
                        .filter(type -> !type.isEquivalentTo(StoreException.class))
                        .filter(type -> !OF_NO_REQUEST.contains(type.getSimpleName()))
                        .map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusalIsKnown(Class<?> type) {
        ResponseEntity<ProblemDetail> answer = new StoreProblems().refused((StoreException) mock(type));

        assertThat(answer.getStatusCode())
                .isIn(
                        HttpStatus.NOT_FOUND,
                        HttpStatus.CONFLICT,
                        HttpStatus.BAD_REQUEST,
                        HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(type.getSimpleName().contains("NotFound")).isEqualTo(answer.getStatusCode() == HttpStatus.NOT_FOUND);
        assertThat(type.getSimpleName()
                        .matches("(Duplicate|RoomClosed|RoomFull|IdentityMerge|HoldException|.*Conflict).*"))
                .isEqualTo(answer.getStatusCode() == HttpStatus.CONFLICT);
    }

    @Test
    void aRefusalIsAnsweredByItsKindAndIds() {
        assertThat(answer(() -> {
                    throw new RoomNotFoundException("nowhere");
                }))
                .hasStatus(HttpStatus.NOT_FOUND)
                .hasContentType("application/problem+json")
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"title":"Not Found","status":404,"detail":"Room 'nowhere' does not exist","code":"room_not_found"}
                        """);
        assertThat(answer(() -> {
                    throw new RoomClosedException("room-1");
                }))
                .hasStatus(HttpStatus.CONFLICT)
                .bodyJson()
                .extractingPath("$.code")
                .isEqualTo("room_closed");
        assertThat(answer(() -> {
                    throw new InvalidContentException("/metadata/a", "must be finite");
                }))
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void aDeletionUnderAHoldIsAConflictThatNamesTheHold() {
        try (InMemoryStore store = new InMemoryStore()) {
            store.createRoom(Room.of("room-1"));
            Hold hold = Protection.of(store).placeHold(HoldTarget.room("room-1"), "s3cret lawsuit");
            assertThat(answer(() -> store.deleteRoom("room-1")))
                    .hasStatus(HttpStatus.CONFLICT)
                    .hasContentType("application/problem+json")
                    .bodyText()
                    .contains(hold.id(), "\"code\":\"hold\"")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void aHoldOnNothingIsNotFound() {
        try (InMemoryStore store = new InMemoryStore()) {
            assertThat(answer(() -> Protection.of(store).placeHold(HoldTarget.identity("nobody"), "lawsuit")))
                    .hasStatus(HttpStatus.NOT_FOUND)
                    .bodyJson()
                    .extractingPath("$.code")
                    .isEqualTo("hold_target_not_found");
        }
    }

    @Test
    void aLineThatIsNoImportIsTheClientsMistake() {
        assertThat(answer(() -> {
                    throw new ImportFormatException(3, "is not JSON");
                }))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyText()
                .contains("Line 3 of the import is not JSON");
    }

    @Test
    void aStoreThatCannotAnswerSaysWhenToTryAgain() {
        assertThat(answer(() -> {
                    throw StoreUnavailableException.notWritten("s3cret", "08001", null);
                }))
                .hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
                .hasHeader("Retry-After", "1")
                .bodyText()
                .contains("Nothing was changed", "store_unavailable")
                .doesNotContain("s3cret", "08001");
    }

    @Test
    void aStoreThatIsTooSlowIsUnavailableToo() {
        assertThat(answer(() -> {
                    throw new StoreTimeoutException("late", "57014", null);
                }))
                .hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
                .bodyJson()
                .extractingPath("$.code")
                .isEqualTo("store_timeout");
    }

    @Test
    void whatMayHaveBeenWrittenIsNotToBeTriedAgainBlindly() {
        assertThat(answer(() -> {
                    throw StoreUnavailableException.outcomeUnknown("lost", "08006", null);
                }))
                .hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
                .doesNotContainHeader("Retry-After")
                .bodyText()
                .contains("not known whether anything was changed");
    }

    @Test
    void anArgumentThatRoomKitRefusesIsTheClientsMistake() {
        ConversationStore store = new InMemoryStore();
        assertThat(answer(() -> Room.of(" ")))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyText()
                .contains("id must not be blank");
        assertThat(answer(() -> store.listRooms(0, 0)))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyText()
                .contains("limit");
        assertThat(answer(() -> ChannelType.of("two words"))).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void anArgumentThatTheApplicationRefusesIsItsOwnBusiness() {
        assertThat(answer(() -> {
                    throw new IllegalArgumentException("a bug of the application");
                }))
                .hasFailed()
                .failure()
                .hasRootCauseMessage("a bug of the application");
    }

    @Test
    void anAdviceOfTheApplicationComesFirst() {
        this.enabled.withBean(OwnAdvice.class).run(context -> {
            MockMvcTester mvc = MockMvcTester.from(context);
            assertThat(answer(mvc, () -> {
                        throw new RoomNotFoundException("nowhere");
                    }))
                    .hasStatus(HttpStatus.GONE);
            assertThat(answer(mvc, () -> {
                        throw new RoomClosedException("room-1");
                    }))
                    .hasStatus(HttpStatus.CONFLICT)
                    .hasContentType("application/problem+json");
        });
    }

    @Test
    void nothingIsAnsweredUnlessSwitchedOn() {
        this.runner.run(context -> assertThat(context).doesNotHaveBean(StoreProblems.class));
    }

    @Test
    void aReactiveApplicationAnswersAlike() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RoomKitProblemDetailsAutoConfiguration.class))
                .withPropertyValues("roomkit.store.web.problem-details=true")
                .run(context -> {
                    Failing.work = () -> {
                        throw new RoomNotFoundException("nowhere");
                    };
                    WebTestClient client = WebTestClient.bindToController(new Failing())
                            .controllerAdvice(context.getBean(StoreProblems.class))
                            .build();
                    client.get()
                            .uri("/work")
                            .exchange()
                            .expectStatus()
                            .isNotFound()
                            .expectBody()
                            .jsonPath("$.code")
                            .isEqualTo("room_not_found");
                    Failing.work = () -> {
                        throw new IllegalArgumentException("a bug of the application");
                    };
                    client.get().uri("/work").exchange().expectStatus().is5xxServerError();
                });
    }

    private static MvcTestResult answer(Supplier<Object> work) {
        return answer(
                MockMvcTester.of(
                        List.of(new Failing()),
                        mvc -> mvc.setControllerAdvice(new StoreProblems()).build()),
                work);
    }

    private static MvcTestResult answer(MockMvcTester mvc, Supplier<Object> work) {
        Failing.work = work;
        return mvc.get().uri("/work").exchange();
    }

    @RestController
    static class Failing {

        static Supplier<Object> work = () -> "";

        @GetMapping("/work")
        Object work() {
            return work.get();
        }
    }

    @ControllerAdvice
    static class OwnAdvice {

        @ExceptionHandler
        ResponseEntity<Void> gone(RoomNotFoundException ex) {
            return ResponseEntity.status(HttpStatus.GONE).build();
        }
    }
}
