package live.roomkit.store.memory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityCursor;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.identity.MergeRefusal;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Unicode;
import live.roomkit.internal.store.IdentityKeys;
import live.roomkit.internal.store.Merges;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Stores identities by id and by address, protected by one lock. Only {@link #store} and {@link #remove} change the two
 * maps, so that both always agree.
 */
final class IdentityDirectory {

    private static final Comparator<IdentityCursor> ORDER = Comparator.comparing(
                    IdentityCursor::nameKey, Unicode::compare)
            .thenComparing(IdentityCursor::id, Unicode::compare);

    private final StoreLock lock = new StoreLock("An identity", () -> new IdentityNotFoundException(""));

    private final Map<String, Identity> byId = new HashMap<>();

    private final Map<Address, String> holders = new HashMap<>();

    private final RecordJson json;

    private final Clock clock;

    IdentityDirectory(RecordJson json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    Identity create(Identity identity) {
        return this.lock.write(() -> {
            if (this.byId.containsKey(identity.id())) {
                throw new DuplicateIdException("Identity", identity.id());
            }
            forEachAddress(identity, address -> requireFree(address, identity.id()));
            return store(identity.toBuilder().merge(null).build());
        });
    }

    Optional<Identity> find(String identityId) {
        return this.lock.read(() -> Optional.ofNullable(this.byId.get(identityId)));
    }

    /** Returns the identities of an organization, or all identities when the organization is {@code null}, ordered by id. */
    List<Identity> list(@Nullable String organizationId) {
        return this.lock.read(() -> this.byId.values().stream()
                .filter(identity -> organizationId == null || organizationId.equals(identity.organizationId()))
                .sorted(Comparator.comparing(Identity::id, Unicode::compare))
                .toList());
    }

    /**
     * Updates the profile of an identity with the result of the function {@code change}. While the function runs, no other
     * thread can write identities. The function itself may write.
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
        return store(checked(withAddresses(changed, stored.channelAddresses()).toBuilder()
                .merge(stored.merge())
                .build()));
    }

    /** Deletes an identity after removing all references to it. */
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

    Optional<Identity> resolve(ChannelType channelType, String address, @Nullable String organizationId) {
        return this.lock.read(
                () -> holder(new Address(organizationId, channelType, address)).map(this::standingFor));
    }

    Identity link(String identityId, ChannelType channelType, String address) {
        return this.lock.write(() -> {
            Identity identity = unmergedExisting(identityId);
            requireFree(new Address(identity.organizationId(), channelType, address), identityId);
            return give(identity, channelType, address);
        });
    }

    Identity move(String identityId, ChannelType channelType, String address) {
        return this.lock.write(() -> {
            Identity identity = unmergedExisting(identityId);
            Identity changed = checked(with(identity, channelType, address));
            holder(new Address(identity.organizationId(), channelType, address))
                    .filter(holder -> !holder.id().equals(identityId))
                    .ifPresent(holder -> take(holder, channelType, address));
            return store(changed);
        });
    }

    boolean unlink(String identityId, ChannelType channelType, String address) {
        return this.lock.write(() -> {
            Identity identity = existing(identityId);
            boolean held = addresses(identity, channelType).contains(address);
            if (held) {
                take(identity, channelType, address);
            }
            return held;
        });
    }

    /** Returns the identities that match a query, in their order. */
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

    /** Merges two identities by a merge that is given, such as an imported one. */
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

    /** Returns the ids of an identity and of those that are merged with it. */
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

    private Optional<Identity> holder(Address address) {
        return Optional.ofNullable(this.holders.get(address)).map(this.byId::get);
    }

    private void requireFree(Address address, String identityId) {
        String holder = this.holders.get(address);
        if (holder != null && !holder.equals(identityId)) {
            throw new AddressConflictException(identityId, address.channelType());
        }
    }

    private Identity give(Identity identity, ChannelType channelType, String address) {
        return store(checked(with(identity, channelType, address)));
    }

    private void take(Identity identity, ChannelType channelType, String address) {
        store(without(identity, channelType, address));
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

    private static void forEachAddress(Identity identity, Consumer<Address> action) {
        identity.channelAddresses()
                .forEach((channelType, addresses) -> addresses.forEach(
                        address -> action.accept(new Address(identity.organizationId(), channelType, address))));
    }

    private static Identity with(Identity identity, ChannelType channelType, String address) {
        List<String> addresses = new ArrayList<>(addresses(identity, channelType));
        addresses.add(address);
        return withAddresses(identity, channelType, addresses);
    }

    private static Identity without(Identity identity, ChannelType channelType, String address) {
        List<String> addresses = new ArrayList<>(addresses(identity, channelType));
        addresses.remove(address);
        return withAddresses(identity, channelType, addresses);
    }

    private static Identity withAddresses(Identity identity, ChannelType channelType, List<String> addresses) {
        Map<ChannelType, List<String>> channelAddresses = new LinkedHashMap<>(identity.channelAddresses());
        channelAddresses.put(channelType, addresses);
        return withAddresses(identity, channelAddresses);
    }

    private static Identity withAddresses(Identity identity, Map<ChannelType, List<String>> channelAddresses) {
        return identity.toBuilder().channelAddresses(channelAddresses).build();
    }

    private static List<String> addresses(Identity identity, ChannelType channelType) {
        return identity.channelAddresses().getOrDefault(channelType, List.of());
    }

    /**
     * An address in an organization, or without an organization. Addresses are comparable so that maps stay fast when hash
     * codes collide.
     */
    private record Address(@Nullable String organizationId, ChannelType channelType, String address)
            implements Comparable<Address> {

        private static final Comparator<Address> ORDER = Comparator.comparing(Address::address)
                .thenComparing(Address::channelType)
                .thenComparing(Address::organizationId, Comparator.nullsFirst(Comparator.naturalOrder()));

        @Override
        public int compareTo(Address other) {
            return ORDER.compare(this, other);
        }
    }
}
