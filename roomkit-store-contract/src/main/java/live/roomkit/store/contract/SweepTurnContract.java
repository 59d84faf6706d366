package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import live.roomkit.content.ErasedContent;
import live.roomkit.event.EventQuery;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;
import org.junit.jupiter.api.Test;

/**
 * Tests {@linkplain live.roomkit.protection.Protection#sweepInTurn sweeps} by several nodes of an application. A sweep
 * erases or deletes old events. For each scheduled time, at most one of the nodes may sweep. A sweep that stopped
 * before its end must later continue where it stopped.
 */
public abstract class SweepTurnContract extends ProtectionContract {

    private static final Instant DUE = Instant.parse("2026-03-01T03:00:00Z");

    private static final Instant NEXT = Instant.parse("2026-03-02T03:00:00Z");

    private static final Instant LATER = Instant.parse("2026-03-03T03:00:00Z");

    private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

    private final String organizationId = newId();

    private int rooms;

    private final String name = "policy-" + newId();

    private final RetentionPolicy policy =
            RetentionPolicy.of(this.name).keep(Period.ofYears(1)).organizationId(this.organizationId);

    /** Creates the tests for the given store. */
    protected SweepTurnContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void sweepThatIsDueRunsOnce() {
        roomWith(3);

        assertThat(protection(secondStore()).findSweepState(this.name)).isEmpty();
        assertThat(sweep(DUE)).contains(new SweepReport(this.name, this.policy.cutoff(DUE), false, 3, 1, 0, true));
        assertThat(protection(secondStore()).sweepInTurn(this.policy, DUE, SweepLimits.NONE, false))
                .isEmpty();
        assertThat(sweep(DUE.minusSeconds(1))).isEmpty();
        assertThat(protection(secondStore()).findSweepState(this.name)).contains(new SweepState(DUE, DUE, null, 0));
    }

    @Test
    void nodesThatCallAtTheSameTimeSweepOnce() throws Exception {
        roomWith(50);

        List<Optional<SweepReport>> reports =
                Race.run(thread -> protection(storeOf(thread)).sweepInTurn(this.policy, DUE, SweepLimits.NONE, false));

        assertThat(reports.stream().flatMap(Optional::stream))
                .singleElement()
                .satisfies(report -> assertThat(report.events()).isEqualTo(50));
    }

    @Test
    void sweepThatWasCutOffGoesOnWhereItEnded() {
        roomWith(2);
        roomWith(2);

        SweepReport cut = sweep(DUE, SweepLimits.NONE.maxEvents(2)).orElseThrow();
        SweepState between = state();
        append(this.organizationId + "-0", 1);
        SweepReport rest = sweep(NEXT, SweepLimits.NONE.maxEvents(2)).orElseThrow();

        assertThat(cut.complete()).isFalse();
        assertThat(between).isEqualTo(new SweepState(DUE, null, DUE, 0));
        assertThat(rest).isEqualTo(new SweepReport(this.name, this.policy.cutoff(NEXT), false, 2, 1, 0, false));
        assertThat(state()).isEqualTo(new SweepState(NEXT, null, DUE, 0));
        assertThat(sweep(LATER).orElseThrow().events()).isEqualTo(1);
        assertThat(state()).isEqualTo(new SweepState(LATER, LATER, null, 0));
    }

    @Test
    void resumedSweepIsCompleteOnlyAfterTheFirstRooms() {
        roomWith(2);
        roomWith(2);
        sweep(DUE, SweepLimits.NONE.maxEvents(2));
        append(this.organizationId + "-0", 1);

        assertThat(sweep(NEXT)).contains(new SweepReport(this.name, this.policy.cutoff(NEXT), false, 3, 2, 0, true));

        assertThat(state()).isEqualTo(new SweepState(NEXT, NEXT, null, 0));
        assertThat(sweep(LATER).orElseThrow().events()).isZero();
    }

    @Test
    void dryRunMovesNoPositionAndCompletesNothing() {
        roomWith(2);
        roomWith(2);
        sweep(DUE, SweepLimits.NONE.maxEvents(2));
        append(this.organizationId + "-0", 1);

        assertThat(dryRun(DUE.plusSeconds(1), SweepLimits.NONE.maxEvents(1)).complete())
                .isFalse();
        SweepReport planned = dryRun(DUE.plusSeconds(2), SweepLimits.NONE);

        assertThat(planned.complete()).isTrue();
        assertThat(planned.events()).isEqualTo(3);
        assertThat(state()).isEqualTo(new SweepState(DUE.plusSeconds(2), null, DUE, 0));
        sweep(NEXT, SweepLimits.NONE.maxEvents(2));
        assertThat(left(this.organizationId + "-0")).isEqualTo(1);
        assertThat(left(this.organizationId + "-1")).isZero();
    }

    @Test
    void dryRunsAreNeverBehind() {
        roomWith(2);

        dryRun(DUE, SweepLimits.NONE.maxEvents(1));

        assertThat(state()).isEqualTo(new SweepState(DUE, null, null, 0));
    }

    /** Uses two room ids whose order by code points is the opposite of their order by UTF-16 code units. */
    @Test
    void roomsAreSweptInTheOrderOfTheirCodePoints() {
        List<String> roomIds = List.of(this.organizationId + "-\uFF41", this.organizationId + "-\uD83D\uDE00");
        for (String roomId : roomIds) {
            store().createRoom(Samples.roomOf(roomId, this.organizationId));
            append(roomId, 1);
        }

        sweep(DUE, SweepLimits.NONE.maxEvents(1));
        assertThat(left(roomIds.get(0))).isZero();
        SweepReport rest = sweep(NEXT).orElseThrow();

        assertThat(rest.complete()).isTrue();
        assertThat(left(roomIds.get(1))).isZero();
    }

    @Test
    void interruptEndsTheSweepAndTheNextGoesOn() {
        roomWith(450);

        Thread.currentThread().interrupt();
        SweepReport cut = sweep(DUE).orElseThrow();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(cut.complete()).isFalse();
        assertThat(cut.events()).isZero();
        assertThat(sweep(NEXT).orElseThrow().events()).isEqualTo(450);
    }

    @Test
    void dryRunHasATurnAndWritesNothing() {
        roomWith(3);

        SweepReport planned = protection()
                .sweepInTurn(this.policy, DUE, SweepLimits.NONE, true)
                .orElseThrow();

        assertThat(planned.events()).isEqualTo(3);
        assertThat(sweep(DUE)).isEmpty();
        assertThat(sweep(NEXT).orElseThrow().events()).isEqualTo(3);
    }

    @Test
    void policyWithoutAnEndTakesNoTurn() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> protection().sweepInTurn(RetentionPolicy.of(this.name), DUE, SweepLimits.NONE, false));

        assertThat(protection().findSweepState(this.name)).isEmpty();
    }

    private Optional<SweepReport> sweep(Instant dueAt) {
        return sweep(dueAt, SweepLimits.NONE);
    }

    private Optional<SweepReport> sweep(Instant dueAt, SweepLimits limits) {
        return protection().sweepInTurn(this.policy, dueAt, limits, false);
    }

    private SweepReport dryRun(Instant dueAt, SweepLimits limits) {
        return protection().sweepInTurn(this.policy, dueAt, limits, true).orElseThrow();
    }

    private long left(String roomId) {
        return store().listEvents(EventQuery.of(roomId)).stream()
                .filter(event -> !(event.content() instanceof ErasedContent))
                .count();
    }

    private SweepState state() {
        return protection().findSweepState(this.name).orElseThrow();
    }

    private void roomWith(int events) {
        String roomId = this.organizationId + "-" + this.rooms++;
        store().createRoom(Samples.roomOf(roomId, this.organizationId));
        append(roomId, events);
    }

    private void append(String roomId, int events) {
        store().addEventsAutoIndex(
                        roomId,
                        IntStream.range(0, events)
                                .mapToObj(i -> Samples.event(roomId, "old")
                                        .createdAt(OLD)
                                        .build())
                                .toList());
    }
}
