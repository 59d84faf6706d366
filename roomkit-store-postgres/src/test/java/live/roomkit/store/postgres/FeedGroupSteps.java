package live.roomkit.store.postgres;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.internal.feed.Lease;
import live.roomkit.store.json.RecordJson;
import live.roomkit.store.postgres.EveryOperation.Step;

/** Every statement of a consumer group, in the order of its life. */
final class FeedGroupSteps {

    static final String GROUP = "crm";

    private static final Duration LEASE = Duration.ofSeconds(15);

    private FeedGroupSteps() {}

    static PostgresGroups groups(DataSource dataSource, SchemaName schema) {
        Database database = new Database(
                new StoreJdbcTemplate(dataSource),
                schema,
                new RecordJson(Integer.MAX_VALUE),
                Integer.MAX_VALUE,
                Clock.systemUTC(),
                true);
        StoreConnections connections =
                new StoreConnections(dataSource, new Retries(Duration.ZERO), false, Duration.ZERO, false);
        return new PostgresGroups(connections, new FeedTable(database), new FeedGroupTable(database));
    }

    static List<Step> on(DataSource dataSource, SchemaName schema) {
        PostgresGroups groups = groups(dataSource, schema);
        List<Lease> held = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        steps.add(step("create a group", feed -> groups.create(GROUP, "settings", 8, feed::earliest)));
        steps.add(step("claim partitions", feed -> {
            FeedToken token = feed.earliest();
            changes.addAll(feed.read(FeedQuery.after(token)).changes());
            held.addAll(groups.beat(GROUP, "member", LEASE).held());
        }));
        steps.add(step("renew leases", feed -> groups.beat(GROUP, "member", LEASE)));
        steps.add(step(
                "park a room",
                feed -> groups.inTransaction(() -> {
                    groups.park(GROUP, 1, changes.get(0), "failure");
                    groups.keepBack(GROUP, changes.subList(0, 1));
                    groups.isUntouched();
                    groups.advance(GROUP, "member", LEASE, held, feed.latest());
                })));
        steps.add(step("list parked rooms", feed -> groups.parkedRooms(GROUP, 10)));
        steps.add(step("load parked rooms", feed -> groups.parkedIn(GROUP, Set.of(1, 2))));
        steps.add(step(
                "revive a room", feed -> groups.revive(GROUP, changes.get(0).roomId())));
        steps.add(step("find a revived room", feed -> groups.revivingIn(GROUP, Set.of(1, 2))));
        steps.add(step("read what was kept back", feed -> {
            String roomId = changes.get(0).roomId();
            List<Change> kept = groups.keptBack(GROUP, roomId, 10);
            groups.inTransaction(() -> {
                groups.removeKept(GROUP, roomId, kept.get(0).id());
                groups.unpark(GROUP, roomId);
            });
        }));
        steps.add(step("revive all rooms", feed -> groups.revive(GROUP, null)));
        steps.add(step("release partitions", feed -> groups.release(GROUP, "member", held.subList(0, 2))));
        steps.add(step("leave a group", feed -> groups.leave(GROUP, "member")));
        steps.add(step("delete what no group needs", feed -> feed.deleteBefore(Instant.EPOCH)));
        steps.add(step("remove a group", feed -> groups.remove(GROUP)));
        return steps;
    }

    private static Step step(String name, Consumer<ChangeFeed> work) {
        return new Step(name, null, store -> work.accept(ChangeFeed.of(store)));
    }
}
