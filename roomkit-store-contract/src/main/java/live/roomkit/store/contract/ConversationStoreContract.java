package live.roomkit.store.contract;

import org.junit.jupiter.api.Nested;

/**
 * Tests everything that the interface {@code ConversationStore} promises. To test a store, extend this class and
 * provide the store under test. To test only one concern, extend the contract class of that concern, for example
 * {@link EventAppendContract}.
 *
 * <p>The tests need JUnit Jupiter and AssertJ. {@code -Droomkit.contract.seed=…} repeats a run with the same random
 * values.
 */
public abstract class ConversationStoreContract implements StoreUnderTest {

    @Nested
    class Rooms extends RoomContract {

        Rooms() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class RoomUpdates extends RoomUpdateContract {

        RoomUpdates() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class LastActivity extends LastActivityContract {

        LastActivity() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class RoomQueries extends RoomQueryContract {

        RoomQueries() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class RoomLookups extends RoomLookupContract {

        RoomLookups() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class RoomLists extends RoomListContract {

        RoomLists() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class RecordLists extends RecordListContract {

        RecordLists() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class EventAppends extends EventAppendContract {

        EventAppends() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Idempotency extends IdempotencyContract {

        Idempotency() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class EventQueries extends EventQueryContract {

        EventQueries() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class EventFilters extends EventFilterContract {

        EventFilters() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class BlockedEvents extends BlockedEventContract {

        BlockedEvents() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class EventChanges extends EventChangeContract {

        EventChanges() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class AtomicChanges extends AtomicChangeContract {

        AtomicChanges() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class ReadMarkers extends ReadMarkerContract {

        ReadMarkers() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Inboxes extends InboxContract {

        Inboxes() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class InboxPages extends InboxPageContract {

        InboxPages() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Bindings extends BindingContract {

        Bindings() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Participants extends ParticipantContract {

        Participants() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Tasks extends TaskContract {

        Tasks() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Observations extends ObservationContract {

        Observations() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Identities extends IdentityContract {

        Identities() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class IdentityLists extends IdentityListContract {

        IdentityLists() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class IdentityMerges extends IdentityMergeContract {

        IdentityMerges() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class PeopleModel extends PeopleModelContract {

        PeopleModel() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Addresses extends AddressContract {

        Addresses() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class AddressConsistency extends AddressConsistencyContract {

        AddressConsistency() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class FullRooms extends FullRoomContract {

        FullRooms() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class RecordSizes extends RecordSizeContract {

        RecordSizes() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Organizations extends OrganizationContract {

        Organizations() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Arguments extends ArgumentContract {

        Arguments() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class InvalidContent extends InvalidContentContract {

        InvalidContent() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class HostileRecords extends HostileRecordContract {

        HostileRecords() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class HostileArguments extends HostileArgumentContract {

        HostileArguments() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Exceptions extends ExceptionContract {

        Exceptions() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Results extends ResultContract {

        Results() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class RoundTrips extends RoundTripContract {

        RoundTrips() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {

        Concurrency() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class IdentityConcurrency extends IdentityConcurrencyContract {

        IdentityConcurrency() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Exports extends ExportContract {

        Exports() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Imports extends ImportContract {

        Imports() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class ImportedLines extends ImportLineContract {

        ImportedLines() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Erasures extends ErasureContract {

        Erasures() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class PersonalTasks extends PersonalTaskContract {

        PersonalTasks() {
            super(ConversationStoreContract.this);
        }
    }

    @Nested
    class Retention extends RetentionContract {

        Retention() {
            super(ConversationStoreContract.this);
        }
    }
}
