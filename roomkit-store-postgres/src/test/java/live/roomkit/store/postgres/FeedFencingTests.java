package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.internal.feed.Beat;
import live.roomkit.internal.feed.Lease;
import live.roomkit.internal.feed.LostLeaseException;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that only the member that holds a partition moves its position. */
class FeedFencingTests {

    private static final String GROUP = "crm";

    private static final Duration LEASE = Duration.ofMillis(300);

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PostgresStore store = this.database.open(builder -> builder.feed(true));

    private final PostgresGroups groups =
            FeedGroupSteps.groups(this.database.dataSource(), new SchemaName(SchemaName.DEFAULT));

    @BeforeEach
    void createGroup() {
        this.groups.create(GROUP, "settings", 4, () -> ChangeFeed.of(this.store).latest());
    }

    private List<Lease> claimAll(String member) {
        Eventually.isTrue(() -> beat(member).held().size() == 4);
        return beat(member).held();
    }

    private Beat beat(String member) {
        return this.groups.beat(GROUP, member, LEASE);
    }

    private void move(String member, List<Lease> leases, FeedToken token) {
        this.groups.inTransaction(() -> this.groups.advance(GROUP, member, LEASE, leases, token));
    }

    private FeedToken later() {
        this.store.createRoom(Room.of("room-" + System.nanoTime()));
        return ChangeFeed.of(this.store).latest();
    }

    private List<String> tokens() {
        return this.database.jdbc().queryForList("SELECT token FROM roomkit.feed_positions", String.class);
    }

    @Test
    void aMemberMovesWhatItHolds() {
        FeedToken token = later();

        move("one", claimAll("one"), token);

        assertThat(tokens()).hasSize(4).containsOnly(token.value());
    }

    @Test
    void aMemberThatPausedMovesNothing() {
        List<Lease> before = claimAll("one");
        List<Lease> taken = claimAll("two");
        FeedToken token = later();
        move("two", taken, token);

        assertThatExceptionOfType(LostLeaseException.class).isThrownBy(() -> move("one", before, later()));

        assertThat(tokens()).containsOnly(token.value());
        this.groups.leave(GROUP, "two");
        List<Lease> again = claimAll("one");
        assertThat(again).allMatch(lease -> lease.token().equals(token));
        assertThatExceptionOfType(LostLeaseException.class).isThrownBy(() -> move("one", before, later()));
        assertThat(tokens()).containsOnly(token.value());
        move("one", again, later());
    }

    @Test
    void aLeaseThatEndedIsGoodUntilAnotherMemberTakesIt() {
        List<Lease> held = claimAll("one");
        Eventually.isTrue(() -> Boolean.TRUE.equals(this.database
                .jdbc()
                .queryForObject(
                        "SELECT bool_and(lease_until < statement_timestamp()) FROM roomkit.feed_positions",
                        Boolean.class)));

        move("one", held, later());

        assertThat(beat("two").held()).isEmpty();
    }

    @Test
    void whatIsWrittenWithAMoveIsRolledBackWithIt() {
        ChangeFeed feed = ChangeFeed.of(this.store);
        FeedToken start = feed.latest();
        later();
        Change change = feed.read(FeedQuery.after(start)).changes().get(0);
        List<Lease> before = claimAll("one");
        claimAll("two");

        assertThatExceptionOfType(LostLeaseException.class)
                .isThrownBy(() -> this.groups.inTransaction(() -> {
                    this.groups.park(GROUP, 0, change, "failure");
                    this.groups.advance(GROUP, "one", LEASE, before, later());
                }));

        assertThat(this.groups.parkedRooms(GROUP, 10)).isEmpty();
    }

    @Test
    void removingAGroupWaitsForMembersThatPark() {
        ChangeFeed feed = ChangeFeed.of(this.store);
        FeedToken start = feed.latest();
        later();
        List<Change> changes = feed.read(FeedQuery.after(start)).changes();
        List<Lease> held = claimAll("one");
        List<CompletableFuture<Boolean>> removing = new ArrayList<>();

        this.groups.inTransaction(() -> {
            this.groups.advance(GROUP, "one", Duration.ofMinutes(1), held, feed.latest());
            this.groups.park(GROUP, 0, changes.get(0), "failure");
            this.groups.keepBack(GROUP, changes);
            removing.add(CompletableFuture.supplyAsync(() -> this.groups.remove(GROUP)));
            Eventually.isTrue(() -> Boolean.TRUE.equals(this.database.jdbc().queryForObject("""
                    SELECT count(*) > 0 FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """, Boolean.class)));
        });

        assertThat(removing.get(0).join()).isTrue();
        assertThat(this.groups.parkedRooms(GROUP, 10)).isEmpty();
        assertThat(this.groups.keptBack(GROUP, changes.get(0).roomId(), 10)).isEmpty();
        assertThat(this.groups.remove(GROUP)).isFalse();
    }

    /** A member may pause while it commits. */
    @Test
    void aClaimWaitsForNobody() throws SQLException {
        claimAll("one");
        try (Connection paused = this.database.dataSource().getConnection()) {
            paused.setAutoCommit(false);
            paused.createStatement().execute("UPDATE roomkit.feed_positions SET fencing = fencing WHERE partition = 2");

            Eventually.isTrue(() -> beat("two").held().size() == 3);
            paused.rollback();
        }
        Eventually.isTrue(() -> beat("two").held().size() == 4);
    }

    /** The server ends the session of a member that stays halted there. */
    @Test
    void aMemberHaltedBeforeItsCommitIsTakenOver() {
        List<Lease> held = claimAll("one");
        FeedToken token = later();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> this.groups.inTransaction(() -> {
                    this.groups.advance(GROUP, "one", LEASE, held, token);
                    CompletableFuture.runAsync(() -> claimAll("two")).join();
                }))
                .matches(StoreException::isRetryable)
                .returns("25P03", StoreException::getSqlState);

        assertThat(tokens()).doesNotContain(token.value());
    }

    @Test
    void membersHoldEquallyMany() {
        claimAll("one");
        Beat two = beat("two");
        assertThat(two.held()).isEmpty();
        assertThat(two.surplus()).isEqualTo(-2);
        Beat one = beat("one");
        assertThat(one.surplus()).isEqualTo(2);

        this.groups.release(GROUP, "one", one.held().subList(0, one.surplus()));

        assertThat(beat("two").held()).hasSize(2);
        assertThat(beat("one").surplus()).isZero();
    }
}
