package live.roomkit.protection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Instants;
import live.roomkit.internal.TimeOrderedUuid;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Proves that personal data was erased. A receipt contains ids, numbers and times, but none of the erased values. Keep
 * receipts outside the database. When a backup from before the erasure is restored, pass the receipt to
 * {@link Protection#eraseAgain} to repeat the erasure.
 *
 * @param id the id of the erasure
 * @param erasedAt the time at which the erasure began
 * @param identityIds the ids of the identities that were erased
 * @param participants the participants whose records were erased, each with the id of its room
 * @param scope the extent of the erasure
 * @param counts the number of rows that were erased, by table
 * @param hash the SHA-256 hash of all other components, in hexadecimal
 */
public record ErasureReceipt(
        String id,
        Instant erasedAt,
        List<String> identityIds,
        List<ErasedParticipant> participants,
        ErasureScope scope,
        Map<String, Long> counts,
        String hash) {

    private static final RecordJson JSON = new RecordJson(Integer.MAX_VALUE);

    private static final String HASH = "hash";

    /** Copies the lists and the map, so that the receipt cannot be modified. */
    public ErasureReceipt {
        Checks.id("id", id);
        erasedAt = Checks.instant("erasedAt", Checks.notNull("erasedAt", erasedAt));
        identityIds = Checks.list("identityIds", identityIds);
        participants = Checks.list("participants", participants);
        Checks.notNull("scope", scope);
        counts = Collections.unmodifiableMap(new TreeMap<>(Checks.map("counts", counts)));
        Checks.text(HASH, hash);
    }

    /** Creates the receipt of an erasure that began at the given time. */
    public static ErasureReceipt of(
            Instant erasedAt,
            List<String> identityIds,
            List<ErasedParticipant> participants,
            ErasureScope scope,
            Map<String, Long> counts) {
        ErasureReceipt unsigned =
                new ErasureReceipt(TimeOrderedUuid.next(), erasedAt, identityIds, participants, scope, counts, "");
        return new ErasureReceipt(
                unsigned.id, unsigned.erasedAt, identityIds, participants, scope, counts, unsigned.computedHash());
    }

    /**
     * Reads a receipt from the JSON that {@link #toJson} returned.
     *
     * @throws IllegalArgumentException when the text is not a receipt, or was changed after {@link #toJson} returned it
     */
    public static ErasureReceipt parse(String json) {
        ErasureReceipt receipt;
        try {
            receipt = of(RecordJson.readValues(Checks.notNull("json", json).getBytes(StandardCharsets.UTF_8)));
        } catch (RuntimeException ex) {
            throw new IllegalArgumentException("json must be the receipt of an erasure");
        }
        Checks.check(receipt.isIntact(), "json must be the unchanged receipt, but its hash does not match its content");
        return receipt;
    }

    /** Returns the receipt as JSON, which {@link #parse} reads. */
    public String toJson() {
        Map<String, @Nullable Object> values = values();
        values.put(HASH, this.hash);
        return new String(JSON.write(values), StandardCharsets.UTF_8);
    }

    /**
     * Checks whether the receipt is unchanged, by computing the hash of the other components again and comparing it
     * with {@link #hash}.
     */
    public boolean isIntact() {
        return this.hash.equals(computedHash());
    }

    private String computedHash() {
        try {
            byte[] canonical = RecordJson.canonical(JSON.write(values()));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }

    private Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("id", this.id);
        values.put("erased_at", Instants.format(this.erasedAt));
        values.put("identity_ids", this.identityIds);
        values.put(
                "participants",
                this.participants.stream()
                        .map(one -> Map.of("room_id", one.roomId(), "participant_id", one.participantId()))
                        .toList());
        values.put("deletes_tasks", this.scope.deletesTasks());
        values.put("replaces_keys", this.scope.replacesKeys());
        values.put("counts", this.counts);
        return values;
    }

    private static ErasureReceipt of(Map<String, @Nullable Object> values) {
        Map<String, Long> counts = new TreeMap<>();
        Map<?, ?> stored = field(values, "counts", Map.class);
        stored.forEach((table, count) -> counts.put((String) table, ((Number) count).longValue()));
        List<String> identityIds = new ArrayList<>();
        for (Object id : field(values, "identity_ids", List.class)) {
            identityIds.add((String) id);
        }
        List<ErasedParticipant> participants = new ArrayList<>();
        for (Object one : field(values, "participants", List.class)) {
            participants.add(ErasedParticipant.of((Map<?, ?>) one));
        }
        return new ErasureReceipt(
                field(values, "id", String.class),
                Instants.parse(field(values, "erased_at", String.class)),
                identityIds,
                participants,
                new ErasureScope(
                        field(values, "deletes_tasks", Boolean.class), field(values, "replaces_keys", Boolean.class)),
                counts,
                field(values, HASH, String.class));
    }

    private static <T> T field(Map<?, ?> values, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(values.get(name)));
    }

    /**
     * Names a participant of a room.
     *
     * @param roomId the id of the room
     * @param participantId the id of the participant in the room
     */
    public record ErasedParticipant(String roomId, String participantId) {

        private static ErasedParticipant of(Map<?, ?> values) {
            return new ErasedParticipant(
                    field(values, "room_id", String.class), field(values, "participant_id", String.class));
        }
    }
}
