package live.roomkit.store.postgres;

import live.roomkit.store.contract.EventAppendContract;
import live.roomkit.store.contract.EventChangeContract;
import live.roomkit.store.contract.EventFilterContract;
import live.roomkit.store.contract.EventQueryContract;
import live.roomkit.store.contract.IdempotencyContract;
import live.roomkit.store.contract.ReadMarkerContract;
import live.roomkit.store.contract.RoomContract;
import live.roomkit.store.contract.RoomLookupContract;
import live.roomkit.store.contract.RoomQueryContract;
import live.roomkit.store.contract.RoomUpdateContract;
import live.roomkit.store.contract.StoreUnderTest;
import org.junit.jupiter.api.Nested;

/** The promise of every store, on PostgreSQL. */
class PostgresContractTests {

    private static final StoreUnderTest STORE = new TwoNodes(builder -> builder);

    @Nested
    class EventAppend extends EventAppendContract {

        EventAppend() {
            super(STORE);
        }
    }

    @Nested
    class EventChange extends EventChangeContract {

        EventChange() {
            super(STORE);
        }
    }

    @Nested
    class EventFilter extends EventFilterContract {

        EventFilter() {
            super(STORE);
        }
    }

    @Nested
    class EventQuery extends EventQueryContract {

        EventQuery() {
            super(STORE);
        }
    }

    @Nested
    class Idempotency extends IdempotencyContract {

        Idempotency() {
            super(STORE);
        }
    }

    @Nested
    class ReadMarker extends ReadMarkerContract {

        ReadMarker() {
            super(STORE);
        }
    }

    @Nested
    class Room extends RoomContract {

        Room() {
            super(STORE);
        }
    }

    @Nested
    class RoomLookup extends RoomLookupContract {

        RoomLookup() {
            super(STORE);
        }
    }

    @Nested
    class RoomQuery extends RoomQueryContract {

        RoomQuery() {
            super(STORE);
        }
    }

    @Nested
    class RoomUpdate extends RoomUpdateContract {

        RoomUpdate() {
            super(STORE);
        }
    }
}
