package live.roomkit.internal.protection;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.internal.Checks;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureReceipt.ErasedParticipant;
import live.roomkit.protection.ErasureScope;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;

/** Erases the data of people in a store, and creates an {@link ErasureReceipt} for each erasure. */
public final class Eraser {

    private final Target target;

    private final @Nullable KeyHash keys;

    private final Supplier<Instant> clock;

    /**
     * Creates an eraser. The hash function {@code keys} replaces idempotency keys by hashes. {@code keys} is
     * {@code null} when the store has no secret to compute the hashes.
     */
    public Eraser(Target target, @Nullable KeyHash keys, Supplier<Instant> clock) {
        this.target = target;
        this.keys = keys;
        this.clock = clock;
    }

    public ErasureReceipt eraseIdentity(String identityId, ErasureScope scope) {
        Checks.text("identityId", identityId);
        Erasure erasure = begin(scope);
        this.target.eraseIdentity(identityId, erasure);
        return erasure.receipt();
    }

    public ErasureReceipt eraseParticipant(String roomId, String participantId, ErasureScope scope) {
        Checks.text("roomId", roomId);
        Checks.text("participantId", participantId);
        Erasure erasure = begin(scope);
        this.target.eraseParticipant(roomId, participantId, erasure);
        return erasure.receipt();
    }

    public ErasureReceipt eraseAgain(ErasureReceipt receipt) {
        Checks.check(Checks.notNull("receipt", receipt).isIntact(), "receipt must not be changed after it was made");
        Erasure erasure = begin(receipt.scope());
        receipt.identityIds()
                .forEach(identityId -> unlessMissing(() -> this.target.eraseIdentity(identityId, erasure)));
        for (ErasedParticipant one : receipt.participants()) {
            if (!erasure.hasErased(one)) {
                unlessMissing(() -> this.target.eraseParticipant(one.roomId(), one.participantId(), erasure));
            }
        }
        return erasure.receipt();
    }

    /**
     * Returns the ids of a person's identities in the order in which an erasure deletes these identities. The identity
     * whose erasure was requested comes last. When an erasure is repeated after an interruption, it finds the other
     * identities through the requested identity. The identity into which the requested identity is merged comes second
     * to last. When a store deletes this identity, the store also undoes all merges into it, so that a repeated erasure
     * cannot find the remaining identities any more.
     *
     * @param identityIds the ids of the requested identity and of the identities that are merged with it
     * @param requested the requested identity, or empty when it was deleted after the erasure began
     */
    public static Set<String> inOrder(Set<String> identityIds, Optional<Identity> requested) {
        Set<String> ordered = new LinkedHashSet<>(identityIds);
        requested.map(Identity::merge).map(IdentityMerge::intoId).ifPresent(id -> moveToEnd(id, ordered));
        requested.map(Identity::id).ifPresent(id -> moveToEnd(id, ordered));
        return ordered;
    }

    private static void moveToEnd(String id, Set<String> ids) {
        if (ids.remove(id)) {
            ids.add(id);
        }
    }

    private Erasure begin(ErasureScope scope) {
        return new Erasure(scope, this.keys, this.clock.get());
    }

    private static void unlessMissing(Runnable erasure) {
        try {
            erasure.run();
        } catch (IdentityNotFoundException | RoomNotFoundException | ParticipantNotFoundException ex) {
            // There is nothing left to erase.
        }
    }

    /** A store in which the data of people can be erased. */
    public interface Target {

        /**
         * Erases an identity and the identities that are merged with it. Also erases the {@linkplain OwnRecords records
         * of the person} in each room in which the person is a participant or the assignee of a task.
         */
        void eraseIdentity(String identityId, Erasure erasure);

        void eraseParticipant(String roomId, String participantId, Erasure erasure);
    }
}
