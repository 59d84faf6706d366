package live.roomkit.internal.protection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Replaces idempotency keys of erased events by hashes that are computed with a secret. Without this secret, nobody can
 * compute an idempotency key from its hash, or find out whether a guessed idempotency key is right. The same
 * idempotency key has a different hash in each room.
 */
public final class KeyHash {

    private static final int MIN_SECRET_CHARACTERS = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private static final String PREFIX = "erased:";

    private final SecretKeySpec secret;

    private KeyHash(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    public static KeyHash of(String secret) {
        Checks.notBlank("protectionSecret", secret);
        Checks.check(
                secret.length() >= MIN_SECRET_CHARACTERS,
                "protectionSecret must have at least " + MIN_SECRET_CHARACTERS + " characters");
        return new KeyHash(secret);
    }

    /**
     * Returns a hash function with a random secret, for a store in memory. When the process ends, the secret is lost,
     * and so are the data of the store.
     */
    public static KeyHash random() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new KeyHash(HexFormat.of().formatHex(secret));
    }

    /**
     * Returns the hash that replaces an idempotency key. Returns {@code key} itself when it is {@code null}, or when it
     * begins with {@code erased:}, as every such hash does.
     */
    public @Nullable String replace(String roomId, @Nullable String key) {
        if (key == null || key.startsWith(PREFIX)) {
            return key;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(this.secret);
            mac.update(roomId.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return PREFIX + HexFormat.of().formatHex(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException ex) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
        }
    }
}
