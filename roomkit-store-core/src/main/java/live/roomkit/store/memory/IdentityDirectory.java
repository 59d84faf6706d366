package live.roomkit.store.memory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityCursor;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.identity.MergeRefusal;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Unicode;
import live.roomkit.internal.store.AddressBook;
import live.roomkit.internal.store.IdentityKeys;
import live.roomkit.internal.store.Merges;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Stores identities in two maps, one by id and one by address. A lock protects both maps. Only {@link #store} and
 * {@link #remove} change the addresses of an identity, and they change both maps, so that the maps always agree.
 */
final class IdentityDirectory {

    private static final Comparator<IdentityCursor> ORDER = Comparator.comparing(
                    IdentityCursor::nameKey, Unicode::compare)
            .thenComparing(IdentityCursor::id, Unicode::compare);

    private final StoreLock lock = new StoreLock("An identity", () -> new IdentityNotFoundException(""));

    private final Map<String, Identity> byId = new HashMap<>();

    private final Map<Held, String> holders = new HashMap<>();

    private final RecordJson json;

    private final Clock clock;

    private final AddressBook book;

    IdentityDirectory(RecordJson json, Clock clock, AddressBook book) {
        this.json = json;
        this.clock = clock;
        this.book = book;
    }

    Identity create(Identity identity) {
        return this.lock.write(() -> {
            if (this.byId.containsKey(identity.id())) {
                throw new DuplicateIdException("Identity", identity.id());
            }
            Identity created =
                    this.book.distinct(identity.toBuilder().merge(null).build());
            forEachAddress(created, held -> requireFree(held, identity.id()));
            return store(created);
        });
    }

    Optional<Identity> find(String identityId) {
        return this.lock.read(() -> Optional.ofNullable(this.byId.get(identityId)));
    }

    /**
     * Returns the identities of an organization, or all identities when the organization is {@code null}, ordered by
     * id.
     */
    List<Identity> list(@Nullable String organizationId) {
        return this.lock.read(() -> this.byId.values().stream()
                .filter(identity -> organizationId == null || organizationId.equals(identity.organizationId()))
                .sorted(Comparator.comparing(Identity::id, Unicode::compare))
                .toList());
    }

    /**
     * Replaces an identity by the result of the function {@code change}, but keeps its addresses and its merge. While
     * the function runs, no other thread can write identities. The function itself may write identities.
     */
    Identity update(String identityId, UnaryOperator<Identity> change) {
        return this.lock.hold(() -> {
            Identity changed = change.apply(existing(identityId));
            return this.lock.write(() -> updateProfile(existing(identityId), changed));
        });
    }

    private Identity updateProfile(Identity stored, Identity changed) {
        Checks.check(
                Objects.equals(stored.organizationId(), changed.organizationId()),
                "organizationId must equal that of the stored identity");
        return store(checked(changed.toBuilder()
                .channelAddresses(stored.channelAddresses())
                .addresses(stored.addresses())
                .merge(stored.merge())
                .build()));
    }

    /**
     * Runs {@code removalOfReferences}, and then deletes the identity. Returns {@code false} and does nothing when the
     * identity does not exist.
     */
    boolean delete(String identityId, Runnable removalOfReferences) {
        return this.lock.hold(() -> {
            Identity identity = this.byId.get(identityId);
            if (identity == null) {
                return false;
            }
            removalOfReferences.run();
            this.lock.change(() -> {
                remove(identity);
                mergedInto(identityId).forEach(merged -> this.byId.put(merged.id(), unmerged(merged)));
            });
            return true;
        });
    }

    Optional<Identity> resolve(Address address, @Nullable String organizationId) {
        Held held = held(organizationId, address);
        return this.lock.read(() -> holder(held).map(this::standingFor));
    }

    Identity link(String identityId, Address address) {
        AddressBook.Key key = this.book.key(address);
        return this.lock.write(() -> {
            Identity identity = unmergedExisting(identityId);
            requireFree(new Held(identity.organizationId(), key), identityId);
            return this.book.holds(identity, key) ? identity : store(checked(this.book.with(identity, address)));
        });
    }

    Identity move(String identityId, Address address) {
        AddressBook.Key key = this.book.key(address);
        return this.lock.write(() -> {
            Identity identity = unmergedExisting(identityId);
            if (this.book.holds(identity, key)) {
                return identity;
            }
            Identity changed = checked(this.book.with(identity, address));
            holder(new Held(identity.organizationId(), key)).ifPresent(holder -> store(this.book.without(holder, key)));
            return store(changed);
        });
    }

    boolean unlink(String identityId, Address address) {
        AddressBook.Key key = this.book.key(address);
        return this.lock.write(() -> {
            Identity identity = existing(identityId);
            boolean held = this.book.holds(identity, key);
            if (held) {
                store(this.book.without(identity, key));
            }
            return held;
        });
    }

    Optional<Identity> rotate(Address oldAddress, Address newAddress, @Nullable String organizationId) {
        Held before = held(organizationId, oldAddress);
        Held after = held(organizationId, newAddress);
        return this.lock.write(() -> {
            Optional<Identity> holder = holder(before);
            if (holder.isEmpty() || before.compareTo(after) == 0) {
                return holder(after);
            }
            requireFree(after, holder.get().id());
            Identity without = this.book.without(holder.get(), before.key());
            return Optional.of(store(
                    this.book.holds(without, after.key()) ? without : checked(this.book.with(without, newAddress))));
        });
    }

    List<Identity> list(IdentityQuery query) {
        Map<String, Object> values = IdentityKeys.of(query);
        String prefix = IdentityKeys.namePrefix(query);
        return this.lock.read(() -> this.byId.values().stream()
                .filter(identity -> Containment.contains(IdentityKeys.of(identity), values))
                .filter(identity -> (query.mergedInto() != null)
                        ? identity.merge() != null && identity.merge().intoId().equals(query.mergedInto())
                        : identity.merge() == null || !values.isEmpty())
                .map(identity -> (query.mergedInto() != null) ? identity : standingFor(identity))
                .distinct()
                .filter(identity ->
                        query.organizationId() == null || query.organizationId().equals(identity.organizationId()))
                .filter(identity -> IdentityKeys.hasPrefix(identity.cursor().nameKey(), prefix))
                .filter(identity -> query.after() == null || ORDER.compare(identity.cursor(), query.after()) > 0)
                .sorted(Comparator.comparing(Identity::cursor, ORDER))
                .limit(query.limit())
                .toList());
    }

    IdentityMerge merge(String intoId, String fromId, @Nullable String reason) {
        Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
        return merge(Merges.of(intoId, fromId, reason, now));
    }

    IdentityMerge merge(IdentityMerge merge) {
        return this.lock.write(() -> {
            Identity into = existing(merge.intoId());
            Identity from = existing(merge.fromId());
            MergeRefusal refusal =
                    Merges.refusal(into, from, !mergedInto(from.id()).isEmpty());
            if (refusal != null) {
                throw new IdentityMergeException(from.id(), refusal);
            }
            this.byId.put(from.id(), from.toBuilder().merge(merge).build());
            return merge;
        });
    }

    boolean undo(String mergeId, @Nullable String organizationId) {
        return this.lock.write(() -> {
            Optional<Identity> merged = this.byId.values().stream()
                    .filter(identity ->
                            identity.merge() != null && identity.merge().id().equals(mergeId))
                    .filter(identity -> organizationId == null || organizationId.equals(identity.organizationId()))
                    .findFirst();
            merged.ifPresent(identity -> this.byId.put(identity.id(), unmerged(identity)));
            return merged.isPresent();
        });
    }

    /**
     * Returns the given id and the ids of all identities with which this identity is merged. When this identity is
     * merged into an identity X, these are X and all identities that are merged into X. When this identity is not
     * merged into another identity, these are all identities that are merged into this identity.
     */
    Set<String> group(String identityId) {
        return this.lock.read(() -> {
            Set<String> ids = new TreeSet<>(Set.of(identityId));
            find(identityId).map(this::standingFor).ifPresent(identity -> {
                ids.add(identity.id());
                mergedInto(identity.id()).forEach(merged -> ids.add(merged.id()));
            });
            return ids;
        });
    }

    private Identity standingFor(Identity identity) {
        return (identity.merge() != null)
                ? Objects.requireNonNull(this.byId.get(identity.merge().intoId()))
                : identity;
    }

    private List<Identity> mergedInto(String intoId) {
        return this.byId.values().stream()
                .filter(identity ->
                        identity.merge() != null && identity.merge().intoId().equals(intoId))
                .toList();
    }

    private static Identity unmerged(Identity identity) {
        return identity.toBuilder().merge(null).build();
    }

    private Identity unmergedExisting(String identityId) {
        Identity identity = existing(identityId);
        if (identity.merge() != null) {
            throw new IdentityMergeException(identityId, MergeRefusal.MERGED);
        }
        return identity;
    }

    private Identity existing(String identityId) {
        Identity identity = this.byId.get(identityId);
        if (identity == null) {
            throw new IdentityNotFoundException(identityId);
        }
        return identity;
    }

    private Held held(@Nullable String organizationId, Address address) {
        return new Held(organizationId, this.book.key(address));
    }

    private Optional<Identity> holder(Held address) {
        return Optional.ofNullable(this.holders.get(address)).map(this.byId::get);
    }

    private void requireFree(Held address, String identityId) {
        String holder = this.holders.get(address);
        if (holder != null && !holder.equals(identityId)) {
            throw new AddressConflictException(identityId, address.key().channelType());
        }
    }

    private Identity checked(Identity identity) {
        this.json.write(identity);
        return identity;
    }

    private Identity store(Identity identity) {
        Identity before = this.byId.put(identity.id(), identity);
        if (before != null) {
            forEachAddress(before, this.holders::remove);
        }
        forEachAddress(identity, address -> this.holders.put(address, identity.id()));
        return identity;
    }

    private void remove(Identity identity) {
        this.byId.remove(identity.id());
        forEachAddress(identity, this.holders::remove);
    }

    private void forEachAddress(Identity identity, Consumer<Held> action) {
        this.book.keys(identity).forEach(key -> action.accept(new Held(identity.organizationId(), key)));
    }

    /**
     * Map key for an address of an organization, or for an address that belongs to no organization. The keys are
     * comparable so that maps stay fast when hash codes collide.
     */
    private static final class Held implements Comparable<Held> {

        private static final Comparator<@Nullable String> ORGANIZATIONS =
                Comparator.nullsFirst(Comparator.naturalOrder());

        private final @Nullable String organizationId;

        private final AddressBook.Key key;

        Held(@Nullable String organizationId, AddressBook.Key key) {
            this.organizationId = organizationId;
            this.key = key;
        }

        AddressBook.Key key() {
            return this.key;
        }

        @Override
        public int compareTo(Held other) {
            int byKey = this.key.compareTo(other.key);
            return (byKey != 0) ? byKey : ORGANIZATIONS.compare(this.organizationId, other.organizationId);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Held held && compareTo(held) == 0;
        }

        @Override
        public int hashCode() {
            return Objects.hash(this.organizationId, this.key.channelType(), this.key.scope(), this.key.value());
        }
    }
}
