package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.stream.IntStream;
import live.roomkit.content.ErasedContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.RetentionPolicy.Action;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import org.junit.jupiter.api.Test;

/**
 * Tests {@linkplain live.roomkit.protection.Protection#sweep sweeps}, which erase or delete old events. A sweep must
 * erase or delete exactly the events that its retention policy selects. A dry run, which changes no events, must count
 * the same events and rooms as the sweep.
 */
public abstract class RetentionContract extends ProtectionContract {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private static final Instant OLD = Instant.parse("2025-02-28T23:59:59.999999Z");

    private static final Instant YOUNG = Instant.parse("2025-03-01T00:00:00Z");

    private final String organizationId = newId();

    private final RetentionPolicy policy =
            RetentionPolicy.of("chat-1y").keep(Period.ofYears(1)).organizationId(this.organizationId);

    /** Creates the tests for the given store. */
    protected RetentionContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void oldEventsAreErased() {
        String roomId = newRoomOfTheOrganization();
        RoomEvent old = append(roomId, OLD, EventType.MESSAGE);
        RoomEvent young = append(roomId, YOUNG, EventType.MESSAGE);

        SweepReport report = sweep(this.policy);

        assertThat(event(old).content()).isInstanceOf(ErasedContent.class);
        assertThat(event(old).index()).isZero();
        assertThat(event(young)).isEqualTo(young);
        assertThat(report).isEqualTo(new SweepReport("chat-1y", YOUNG, false, 1, 1, 0, true));
    }

    @Test
    void oldEventsAreDeletedAndCountsFollow() {
        String roomId = newRoomOfTheOrganization();
        append(roomId, OLD, EventType.MESSAGE);
        append(roomId, OLD, EventType.SYSTEM);
        append(roomId, YOUNG, EventType.MESSAGE);
        append(roomId, YOUNG, EventType.MESSAGE);
        store().markRead(
                        roomId,
                        "reader",
                        store().listEvents(EventQuery.of(roomId)).get(2).id());

        assertThat(sweep(this.policy.action(Action.DELETE)).events()).isEqualTo(2);

        assertThat(indices(store().listEvents(EventQuery.of(roomId)))).containsExactly(2L, 3L);
        assertThat(store().getEventCount(roomId)).isEqualTo(2);
        assertThat(store().getUnreadCount(roomId, "reader")).isEqualTo(1);
        assertThat(append(roomId, "next").index()).isEqualTo(4);
    }

    @Test
    void onlyTypesOfThePolicyAreSwept() {
        String roomId = newRoomOfTheOrganization();
        append(roomId, OLD, EventType.MESSAGE);
        RoomEvent system = append(roomId, OLD, EventType.SYSTEM);

        assertThat(sweep(this.policy.eventTypes(EventType.MESSAGE)).events()).isEqualTo(1);

        assertThat(event(system)).isEqualTo(system);
    }

    @Test
    void otherOrganizationsAreNotSwept() {
        String roomId = store().createRoom(Samples.roomOf(newId(), newId())).id();
        RoomEvent other = append(roomId, OLD, EventType.MESSAGE);

        assertThat(sweep(this.policy).events()).isZero();

        assertThat(event(other)).isEqualTo(other);
    }

    @Test
    void dryRunSaysWhatTheSweepDoes() {
        for (int room = 0; room < 3; room++) {
            String roomId = newRoomOfTheOrganization();
            for (int i = 0; i < 3 + room; i++) {
                append(roomId, OLD, EventType.MESSAGE);
            }
            append(roomId, YOUNG, EventType.MESSAGE);
        }
        for (long most : List.of(1L, 3L, 5L, 11L, 12L, 13L)) {
            SweepLimits limits = SweepLimits.NONE.maxEvents(most);
            SweepReport dry = protection().sweep(this.policy, NOW, limits, true);
            assertThat(dry).isEqualTo(protection().sweep(this.policy, NOW, limits, true));
            if (most >= 11) {
                SweepReport real = protection().sweep(this.policy, NOW, limits, false);
                assertThat(real.events()).isEqualTo(dry.events());
                assertThat(real.rooms()).isEqualTo(dry.rooms());
                assertThat(real.complete()).isEqualTo(dry.complete());
            }
        }
        assertThat(sweep(this.policy).events()).isZero();
    }

    @Test
    void sweepStopsAtItsLimitAndGoesOn() {
        String roomId = newRoomOfTheOrganization();
        store().addEventsAutoIndex(
                        roomId,
                        IntStream.range(0, 450)
                                .mapToObj(i -> Samples.event(roomId, "old")
                                        .createdAt(OLD)
                                        .build())
                                .toList());

        SweepReport first = protection().sweep(this.policy, NOW, SweepLimits.NONE.maxEvents(250), false);
        SweepReport second = sweep(this.policy);

        assertThat(first.events()).isEqualTo(250);
        assertThat(first.complete()).isFalse();
        assertThat(second.events()).isEqualTo(200);
        assertThat(second.complete()).isTrue();
        assertThat(sweep(this.policy).events()).isZero();
    }

    @Test
    void monthsAndYearsAreThoseOfUtc() {
        assertThat(this.policy.cutoff(Instant.parse("2024-02-29T12:00:00Z")))
                .isEqualTo(Instant.parse("2023-02-28T12:00:00Z"));
        assertThat(this.policy.keep(Period.ofMonths(1)).cutoff(Instant.parse("2026-03-31T00:00:00Z")))
                .isEqualTo(Instant.parse("2026-02-28T00:00:00Z"));
    }

    @Test
    void policyWithoutAnEndIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep(RetentionPolicy.of("forever")))
                .withMessage("policy 'forever' must say how long events are kept: call keep");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetentionPolicy.of("none").keep(Period.ZERO))
                .withMessage("keep of policy 'none' must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetentionPolicy.of("none").keep(Period.ofDays(-1)));
    }

    private SweepReport sweep(RetentionPolicy policy) {
        return protection().sweep(policy, NOW, SweepLimits.NONE, false);
    }

    private String newRoomOfTheOrganization() {
        return store().createRoom(Samples.roomOf(newId(), this.organizationId)).id();
    }

    private RoomEvent append(String roomId, Instant createdAt, EventType type) {
        return store().appendEvent(
                        roomId,
                        Samples.event(roomId, "text")
                                .type(type)
                                .createdAt(createdAt)
                                .build())
                .event();
    }
}
