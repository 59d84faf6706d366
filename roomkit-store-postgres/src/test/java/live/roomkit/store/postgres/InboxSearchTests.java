package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.room.RoomStatus;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Tests inboxes of persons with more rooms than the store looks up: it visits the liveliest rooms of the organization, and looks
 * up all rooms of the person where these do not suffice.
 */
@TestInstance(Lifecycle.PER_CLASS)
class InboxSearchTests {

    /** Writes 12 000 rooms, of which every fourth is paused. Higher numbers are livelier. */
    private static final String ROOMS = """
            INSERT INTO roomkit.rooms (id, organization_id, status, next_index, event_count, message_count,
                last_message_index, last_activity_at, activity_bucket, created_at, updated_at, data)
            SELECT 'room-' || i, 'org', n.status, 0, 1, 1, -1, n.created_at + i * interval '7 seconds',
                date_bin('2 minutes', n.created_at + i * interval '7 seconds', '2000-01-01Z'), n.created_at,
                n.created_at, jsonb_build_object('id', 'room-' || i, 'organization_id', 'org', 'status', n.status,
                    'created_at', '2026-01-01T00:00:00Z', 'updated_at', '2026-01-01T00:00:00Z', 'timers', '{}'::jsonb,
                    'agent_response_policy', 'agent_chain', 'metadata', jsonb_build_object('hundred', i % 100))
            FROM generate_series(1, 12000) AS i, LATERAL (
                SELECT timestamptz '2026-01-01 00:00:00Z' AS created_at,
                    CASE WHEN i % 4 = 0 THEN 'paused' ELSE 'active' END AS status) AS n
            """;

    /** Binds "often" to each third room, "quiet" to the first 2 500, each through three channels, and "some" to 800 rooms. */
    private static final String BINDINGS = """
            INSERT INTO roomkit.bindings (room_id, channel_id, channel_type, participant_id, attached_at, room_created_at,
                room_status, room_organization_id, data)
            SELECT r.id, p.id || '-' || c, 'sms', p.id, r.created_at, r.created_at, r.status, 'org',
                jsonb_build_object('channel_id', p.id || '-' || c, 'room_id', r.id, 'channel_type', 'sms')
            FROM roomkit.rooms AS r, LATERAL (SELECT CAST(substr(r.id, 6) AS int) AS i) AS n,
                LATERAL (VALUES ('often', n.i % 3 = 0), ('quiet', n.i <= 2500), ('some', n.i % 15 = 1)) AS p (id, present),
                generate_series(1, 3) AS c
            WHERE p.present
            """;

    private static final String PARTICIPANTS = """
            INSERT INTO roomkit.participants (room_id, id, channel_id, identity_id, joined_at, room_created_at, data)
            SELECT b.room_id, b.participant_id, b.channel_id, b.participant_id, b.attached_at, b.room_created_at,
                jsonb_build_object('id', b.participant_id, 'room_id', b.room_id, 'channel_id', b.channel_id)
            FROM roomkit.bindings AS b
            WHERE b.channel_id LIKE '%-1'
            """;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PostgresStore store = this.database.open();

    @BeforeAll
    void fill() {
        for (String insert : List.of(ROOMS, BINDINGS, PARTICIPANTS)) {
            this.database.jdbc().execute(insert);
        }
        this.database.jdbc().execute("ANALYZE");
    }

    @Test
    void aPersonOfManyRoomsHasTheSamePagesWithAnOrganization() {
        for (String person : List.of("often", "quiet", "some")) {
            for (InboxQuery query : List.of(
                    InboxQuery.ofChannel(person + "-2"),
                    InboxQuery.ofParticipant(person).readBy("often-1"),
                    InboxQuery.ofIdentity(person).readBy("often-1"))) {
                assertThat(first(query.organizationId("org")))
                        .as(query.toString())
                        .hasSize(120)
                        .isEqualTo(first(query));
                assertThat(first(query.organizationId("org").statuses(RoomStatus.PAUSED, RoomStatus.CLOSED)))
                        .isEqualTo(first(query.statuses(RoomStatus.PAUSED, RoomStatus.CLOSED)));
                assertThat(first(query.organizationId("org").unreadOnly(true)))
                        .isEqualTo(first(query.unreadOnly(true)));
            }
        }
    }

    @Test
    void allPagesOfAPersonHaveEachRoomOnce() {
        InboxQuery query =
                InboxQuery.ofParticipant("quiet").organizationId("org").limit(1_000);

        List<String> rooms = pages(query, 10);

        assertThat(rooms).hasSize(2_500).doesNotHaveDuplicates().first().isEqualTo("room-2500");
    }

    @Test
    void aRareConditionFindsTheRoomsOfAnOrganization() {
        InboxQuery query = InboxQuery.ofOrganization("org");

        assertThat(pages(query.metadata(Map.of("hundred", 7)).limit(100), 10))
                .hasSize(120)
                .doesNotHaveDuplicates();
        assertThat(pages(query.limit(1_000), 20)).hasSize(12_000).doesNotHaveDuplicates();
    }

    @Test
    void totalsCountTheRoomsOfAPersonOnce() {
        InboxQuery query = InboxQuery.ofParticipant("often").readBy("often-1");

        assertThat(this.store.getInboxTotals(query)).isEqualTo(new InboxTotals(4_000, 4_000, false));
        assertThat(this.store.getInboxTotals(query.organizationId("org")))
                .isEqualTo(new InboxTotals(4_000, 4_000, false));
    }

    private List<String> first(InboxQuery query) {
        return pages(query.limit(40), 3);
    }

    private List<String> pages(InboxQuery query, int count) {
        List<String> rooms = new ArrayList<>();
        InboxQuery following = query;
        for (int page = 0; page < count; page++) {
            InboxPage read = this.store.listInbox(following);
            read.entries().forEach(entry -> rooms.add(entry.room().id()));
            if (read.next() == null) {
                break;
            }
            following = query.after(read.next());
        }
        return rooms;
    }
}
