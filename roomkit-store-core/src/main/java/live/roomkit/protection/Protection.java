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
 * Protects the data of people in a store: erases, sweeps, exports and imports it.
 *
 * <p>An export is a text in the format JSON Lines. The first line contains the version of the format. Each further line
 * contains one record and the column values that are not part of the record's JSON. A record comes after the records on
 * which it depends, so that an import can process the lines in order. {@code docs/protection.md} describes the format.
 *
 * <p>This object gives access to the data of all organizations. The application must decide who may use this object.
 *
 * <p>Holds keep data from being erased, swept and deleted. They must be switched on in a store.
 *
 * <p>Instances are safe for use by many threads.
 */
public interface Protection {

    /**
     * Returns the protection of a store. The store may be wrapped in decorators.
     *
     * @throws IllegalArgumentException when the store does not support export and import; a view of one organization does
     *     not
     */
    static Protection of(ConversationStore store) {
        return Checks.notNull("store", store)
                .unwrap(ProtectionSource.class)
                .map(ProtectionSource::protection)
                .orElseThrow(() -> new IllegalArgumentException(
                        "store must protect data: give the store itself, not a view of one organization"));
    }

    /**
     * Erases what the store knows of a person: the identity, and its own records in every room, as
     * {@code docs/protection.md} counts them. Identities that are merged with it are erased too.
     *
     * <p>An erased event keeps its id, index, type, time and thread, so that counts, unread messages and threads stay as they are.
     * Its content becomes {@link live.roomkit.content.ErasedContent}. An event that is delivered again after its erasure is a
     * duplicate, whatever its content.
     *
     * <p>Nothing is erased when a hold keeps the identity or one of its rooms. A hold that is placed while the erasure runs ends
     * it: what was erased before stays erased.
     *
     * <p>The erasure takes many small transactions, and one of the caller where there is one. After a failure, call it again: it
     * erases the rest. What is written while it runs may remain.
     *
     * @return the receipt, which holds nothing personal
     * @throws IdentityNotFoundException when no such identity exists
     * @throws HoldException when a hold keeps the identity or one of its rooms
     * @throws ProtectionSecretMissingException when the scope replaces idempotency keys and the store has no secret
     */
    ErasureReceipt eraseIdentity(String identityId, ErasureScope scope);

    /**
     * Erases a participant's own records in one room, as {@link #eraseIdentity} does in all rooms. The identity of the participant
     * stays, and loses the participant.
     *
     * @return the receipt, which holds nothing personal
     * @throws RoomNotFoundException when no such room exists
     * @throws ParticipantNotFoundException when the room has no such participant
     * @throws HoldException when a hold keeps the room
     * @throws ProtectionSecretMissingException when the scope replaces idempotency keys and the store has no secret
     */
    ErasureReceipt eraseParticipant(String roomId, String participantId, ErasureScope scope);

    /**
     * Repeats an erasure, as after a backup was restored that is older than the erasure. Participants and identities that do not
     * exist are passed over.
     *
     * @param receipt the receipt of the erasure
     * @return the receipt of the repetition, whose counts tell what was still there
     * @throws IllegalArgumentException when the receipt was changed after it was made
     * @throws HoldException when a hold keeps what would be erased; what came before it in the receipt was erased
     */
    ErasureReceipt eraseAgain(ErasureReceipt receipt);

    /**
     * Erases or deletes the events that a policy no longer keeps.
     *
     * <p>A sweep goes through the rooms one after another and takes a transaction for at most 200 events. Erased and deleted events
     * stay so when the sweep fails or the process ends, and the next sweep goes on with the rest. Several sweeps may run at the same
     * time. Rooms under a hold are passed over, and counted in the report.
     *
     * <p>An interrupt of the thread ends a sweep after the transaction that is under way. The report then is not complete.
     *
     * @param policy the policy, which must say how long events are kept
     * @param now the present time, from which the policy counts
     * @param limits limits of the sweep
     * @param dryRun whether to count only. The report of a dry run is that of a sweep, as long as nothing else changes the store
     * @throws IllegalArgumentException when the policy does not say how long events are kept
     */
    SweepReport sweep(RetentionPolicy policy, Instant now, SweepLimits limits, boolean dryRun);

    /**
     * Sweeps as {@link #sweep} does, but once for all nodes. Any number of nodes may call this method at the times of a schedule: one
     * of them sweeps. A sweep that was cut off is continued by the next one, at the room where it ended.
     *
     * <p>A node that sweeps renews its turn in the database. A node that died loses its turn after a minute, and the next sweep that is
     * due goes on. A node that paused and lost its turn ends its sweep.
     *
     * @param policy the policy, which must say how long events are kept. Nodes take turns by its name
     * @param dueAt the time at which the schedule wants the sweep, the same on every node. The policy counts from it
     * @param limits limits of the sweep
     * @param dryRun whether to count only
     * @return the report, or empty when a sweep of this time or a later one has begun, or one is still running
     * @throws IllegalArgumentException when the policy does not say how long events are kept
     * @throws IllegalStateException when the store keeps no turns, see {@code builder().sweepsInTurn(true)}
     */
    Optional<SweepReport> sweepInTurn(RetentionPolicy policy, Instant dueAt, SweepLimits limits, boolean dryRun);

    /**
     * Returns the state of the sweeps by a policy that the nodes run in turn, or empty before the first one.
     *
     * @throws IllegalStateException when the store keeps no turns, see {@code builder().sweepsInTurn(true)}
     */
    Optional<SweepState> findSweepState(String policyName);

    /**
     * Places a hold. Until it is released, the store refuses to delete or erase what the hold keeps: rooms, events, participants,
     * tasks, observations and identities. Records under a hold can still be added and changed.
     *
     * <p>The hold waits for deletions that have begun. When it is placed, none of them is running, and all later ones are refused.
     *
     * @param target what the hold keeps
     * @param reason the reason, for those who review holds; at most 1 000 bytes in UTF-8
     * @throws HoldTargetNotFoundException when the target does not exist
     * @throws HoldsDisabledException when holds are off in this store
     */
    Hold placeHold(HoldTarget target, String reason);

    /**
     * Releases a hold. Other holds on the same data remain.
     *
     * @return whether there was such a hold
     * @throws HoldsDisabledException when holds are off in this store
     */
    boolean releaseHold(String holdId);

    /**
     * Returns the holds in the order in which they were placed.
     *
     * @param limit the largest number of holds to return
     * @param after the cursor of the last hold of the page before, or {@code null} for the first page
     * @throws HoldsDisabledException when holds are off in this store
     */
    List<Hold> listHolds(int limit, @Nullable Cursor after);

    /**
     * Exports records of the store to a stream, in UTF-8. Does not close the stream.
     *
     * <p>The same records result in the same bytes, in every store. The export reads small pages and holds no connection
     * while it writes to the stream. It needs memory for a few pages of 4 MiB, or for one record if that is larger. Records
     * that are written during the export may be missing in it. Events that are added to a room after the line of the room
     * was written are left out.
     *
     * @param query the records to export
     * @param jsonLines the stream to write to
     * @throws RoomNotFoundException when the query names a room that does not exist
     * @throws IdentityNotFoundException when the query names an identity that does not exist
     * @throws IOException when the stream cannot be written
     */
    void exportTo(ExportQuery query, OutputStream jsonLines) throws IOException;

    /**
     * Adds the records of an export to this store, which may contain other records. Does not close the stream.
     *
     * <p>A record that is already in the store is not changed, so an import can be repeated. A record that cannot be added
     * is left out, and the report says why. The records are added in small transactions. The counters of a room always match
     * its events.
     *
     * @param jsonLines the stream to read from, in UTF-8
     * @param mode whether to write anything
     * @throws ImportFormatException when a line is not JSON or has a newer version of the format; the records of all earlier
     *     lines were added. Correct the line and import the whole stream again
     * @throws StoreException when the store fails; import the whole stream again
     * @throws IOException when the stream cannot be read
     */
    ImportReport importFrom(InputStream jsonLines, ImportMode mode) throws IOException;
}
