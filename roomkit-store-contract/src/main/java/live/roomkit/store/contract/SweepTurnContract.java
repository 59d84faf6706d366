package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;
import org.junit.jupiter.api.Test;

/**
 * Tests sweeps by several nodes of an application. Each sweep that is due must run on only one node. A sweep that
 * stopped before its end must later continue where it stopped.
 */
public abstract class SweepTurnContract extends ProtectionContract {

    private static final Instant DUE = Instant.parse("2026-03-01T03:00:00Z");

    private static final Instant NEXT = Instant.parse("2026-03-02T03:00:00Z");

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
        SweepReport rest = sweep(NEXT).orElseThrow();

        assertThat(cut.complete()).isFalse();
        assertThat(between).isEqualTo(new SweepState(DUE, null, DUE, 0));
        assertThat(rest.events()).isEqualTo(2);
        assertThat(state()).isEqualTo(new SweepState(NEXT, NEXT, null, 0));
        assertThat(sweep(NEXT.plusSeconds(1)).orElseThrow().events()).isEqualTo(1);
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
