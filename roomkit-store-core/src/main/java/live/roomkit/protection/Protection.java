package live.roomkit.protection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Erases, exports and imports the data of people in a store, and places holds on this data. A {@linkplain #sweep sweep}
 * erases or deletes the events that are older than a {@link RetentionPolicy} allows.
 *
 * <p>An export is a text in the format JSON Lines. The first line contains the version of the format. Each further line
 * contains one record: its JSON, and the values that this JSON does not include, such as the index of an event. A
 * record comes after the records on which it depends, so that an import can process the lines in order.
 * {@code docs/protection.md} describes the format.
 *
 * <p>This object gives access to the data of all organizations. The application must decide who may use this object.
 *
 * <p>A hold protects data from being erased, swept and deleted. Holds must be switched on in a store before they can be
 * placed.
 *
 * <p>Instances are safe for use by many threads.
 */
public interface Protection {

    /**
     * Returns the object that protects the data of a store. The store may be wrapped in decorators.
     *
     * @throws IllegalArgumentException when the store has no such object. The view that
     *     {@link ConversationStore#forOrganization} returns has none
     */
    static Protection of(ConversationStore store) {
        return Checks.notNull("store", store)
                .unwrap(ProtectionSource.class)
                .map(ProtectionSource::protection)
                .orElseThrow(() -> new IllegalArgumentException(
                        "store must protect data: give the store itself, not a view of one organization"));
    }

    /**
     * Erases the data of a person: the identity, and the person's own records in every room. {@code docs/protection.md}
     * lists which records are the person's own. Identities that are merged with the given identity are erased too.
     *
     * <p>An erased event keeps its id, index, type, time and thread, so that the number of events, the unread counts
     * and the threads of its room do not change. The content of an erased event becomes
     * {@link live.roomkit.content.ErasedContent}. An event that is delivered again after its erasure counts as a
     * duplicate, whatever its content.
     *
     * <p>When a {@link Hold} protects the identity, or a room in which the identity is a participant or the assignee of
     * a task, nothing is erased. When such a hold is placed while an erasure runs, the erasure fails with a
     * {@link HoldException}; records that were already erased stay erased.
     *
     * <p>The erasure runs in many small transactions, or in the transaction of the caller if there is one. After a
     * failure, call this method again to erase the rest. Records that are written while the erasure runs may remain.
     *
     * @return the receipt, which contains nothing personal
     * @throws IdentityNotFoundException when no such identity exists
     * @throws HoldException when a hold protects the identity, or a room in which the identity is a participant or the
     *     assignee of a task
     * @throws ProtectionSecretMissingException when the scope says that hashes replace idempotency keys, and
     *     the store has no secret to compute the hashes
     */
    ErasureReceipt eraseIdentity(String identityId, ErasureScope scope);

    /**
     * Erases a participant's own records in one room, as {@link #eraseIdentity} does in all rooms. The identity of the
     * participant stays, but is no longer linked to the participant.
     *
     * @return the receipt, which contains nothing personal
     * @throws RoomNotFoundException when no such room exists
     * @throws ParticipantNotFoundException when the room has no such participant
     * @throws HoldException when a hold protects the room
     * @throws ProtectionSecretMissingException when the scope says that hashes replace idempotency keys, and
     *     the store has no secret to compute the hashes
     */
    ErasureReceipt eraseParticipant(String roomId, String participantId, ErasureScope scope);

    /**
     * Repeats an erasure, for example after restoring a backup that is older than the erasure. Participants and
     * identities that do not exist any more are skipped.
     *
     * @param receipt the receipt of the erasure
     * @return the receipt of the repeated erasure, which counts only what this call erased
     * @throws IllegalArgumentException when the receipt was changed after it was made
     * @throws HoldException when a hold protects an identity of the receipt, or a room with a participant of the
     *     receipt. The exception is also thrown when a hold protects a room in which an identity of the receipt is a
     *     participant or the assignee of a task. This method erases first the identities and then the participants, in
     *     the order of the receipt. The method stops at the first identity or participant that it cannot erase because
     *     of a hold. The earlier identities and participants stay erased
     * @throws ProtectionSecretMissingException when the scope of the receipt says that hashes replace idempotency keys,
     *     and the store has no secret to compute the hashes
     */
    ErasureReceipt eraseAgain(ErasureReceipt receipt);

    /**
     * Erases or deletes the events that are older than a retention policy allows.
     *
     * <p>A sweep goes through the rooms one after another in small transactions. The sweep rests between these
     * transactions to leave time for other work in the database. In a transaction of the caller, the sweep uses only
     * this transaction and does not rest. Several sweeps may run at the same time. A sweep skips rooms under a hold.
     * The report contains the number of skipped rooms that have events to erase or delete.
     *
     * <p>When the store fails in one room, the sweep continues with the other rooms, and then throws the exception of
     * the first room that failed. The sweep ends at once when the store cannot be reached, when the transaction of the
     * caller cannot continue, and when the store has failed in 100 rooms. When a sweep fails or the process ends,
     * events that were already erased or deleted remain erased or deleted, and the next sweep continues with the rest.
     *
     * <p>When the calling thread is interrupted, the sweep ends after the current transaction, and
     * {@link SweepReport#complete} of the report is {@code false}.
     *
     * @param policy the retention policy, in which the time to keep events must be set
     * @param now the current time, from which the age of events is computed
     * @param limits the limits after which the sweep ends early
     * @param dryRun {@code true} to count the events without changing them. The report then contains the numbers that a
     *     sweep without {@code dryRun} would report
     * @throws IllegalArgumentException when the policy does not set the time to keep events
     * @throws StoreException when the store failed, in one or more rooms or altogether
     */
    SweepReport sweep(RetentionPolicy policy, Instant now, SweepLimits limits, boolean dryRun);

    /**
     * Sweeps as {@link #sweep} does, on one of several nodes. All nodes call this method at the times of a common
     * schedule, and each time only one of them sweeps. When a limit ends a sweep, the next sweep begins with the room
     * in which the previous sweep ended. After the last room, the sweep continues with the first room, until it has
     * been through all rooms. A dry run begins with the first room, and does not change where the next sweep begins.
     *
     * <p>While a node sweeps, the node has a lease in the database and renews this lease. The lease is the turn of the
     * node. When the node dies, its turn ends after a minute, and the next sweep that is due continues the work. When
     * another node has begun a later turn, for example while the process of this node was paused, this node stops its
     * sweep.
     *
     * @param policy the retention policy, in which the time to keep events must be set. Policies with the same name
     *     count as one policy, so only one of their sweeps runs at a time
     * @param dueAt the time at which the schedule starts the sweep, the same on every node. The age of events is
     *     computed from this time
     * @param limits the limits after which the sweep ends early
     * @param dryRun {@code true} to count the events without changing them
     * @return the report of the sweep. The value is empty when the sweep for {@code dueAt} or for a later time has
     *     already begun, or when another sweep with the same policy is running
     * @throws IllegalArgumentException when the policy does not set the time to keep events
     * @throws IllegalStateException when the store was opened without {@code builder().sweepsInTurn(true)}
     * @throws StoreException when the store failed, in one or more rooms or altogether
     */
    Optional<SweepReport> sweepInTurn(RetentionPolicy policy, Instant dueAt, SweepLimits limits, boolean dryRun);

    /**
     * Returns the state of the sweeps that {@link #sweepInTurn} runs with the given policy. Returns an empty value
     * before the first sweep or dry run.
     *
     * @throws IllegalStateException when the store was opened without {@code builder().sweepsInTurn(true)}
     */
    Optional<SweepState> findSweepState(String policyName);

    /**
     * Places a hold. Until the hold is released, the store refuses to delete or erase the rooms, events, participants,
     * tasks, observations and identities that the hold protects. During the hold, the application can still add records
     * to the protected rooms, and change the protected records.
     *
     * <p>This method waits until deletions that have already begun are done. When the method returns, no deletion of
     * the protected data is running, and the store refuses all later deletions of this data.
     *
     * @param target the room, identity or organization whose data the hold protects
     * @param reason the reason for the hold, for people who review holds; at most 1 000 bytes in UTF-8
     * @throws HoldTargetNotFoundException when the target does not exist
     * @throws HoldsDisabledException when holds are off in this store
     */
    Hold placeHold(HoldTarget target, String reason);

    /**
     * Releases a hold. Other holds on the same data remain.
     *
     * @return whether the store had a hold with this id
     * @throws HoldsDisabledException when holds are off in this store
     */
    boolean releaseHold(String holdId);

    /**
     * Returns the holds in the order in which they were placed.
     *
     * @param limit the largest number of holds to return
     * @param after the cursor of the last hold that the previous call returned, or {@code null} to begin with the first
     *     hold
     * @throws HoldsDisabledException when holds are off in this store
     */
    List<Hold> listHolds(int limit, @Nullable Cursor after);

    /**
     * Exports records of the store to a stream, in UTF-8. Does not close the stream.
     *
     * <p>The same records result in the same bytes, in every store. The export reads the records in portions of at most
     * 4 MiB, and holds no database connection while it writes a portion to the stream. An export needs memory for a few
     * portions, and more only when a single record is larger than 4 MiB. Records that are written during an export may
     * be missing in it. The export leaves out events that are added to a room after the export has written the line of
     * this room.
     *
     * @param query the records to export
     * @param jsonLines the stream to write to
     * @throws RoomNotFoundException when the query names a room that does not exist
     * @throws IdentityNotFoundException when the query names an identity that does not exist
     * @throws IOException when the stream cannot be written
     */
    void exportTo(ExportQuery query, OutputStream jsonLines) throws IOException;

    /**
     * Adds the records of an export to this store. The store may already contain records. Does not close the stream.
     *
     * <p>A record that is already in the store is not changed, so an import can be repeated. A record that cannot be
     * added is left out, and the report says why. The records are added in small transactions. After each transaction,
     * the event count and the unread counts of a room match its events.
     *
     * @param jsonLines the stream to read from, in UTF-8
     * @param mode whether the import adds records, or only checks the lines
     * @throws ImportFormatException when the import stops at a line that it cannot read; with {@link ImportMode#ADD},
     *     all earlier lines were imported. Correct the line and import the whole stream again
     * @throws StoreException when the store fails; import the whole stream again
     * @throws IOException when the stream cannot be read
     */
    ImportReport importFrom(InputStream jsonLines, ImportMode mode) throws IOException;
}
