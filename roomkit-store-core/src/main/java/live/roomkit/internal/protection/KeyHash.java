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
 * Replaces idempotency keys of erased events by keyed hashes. Whoever does not have the secret can neither compute a key from its
 * hash nor test a guess. The same key has another hash in each room.
 */
public final class KeyHash {

    /** The shortest secret. */
    private static final int MIN_SECRET_CHARACTERS = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private static final String PREFIX = "erased:";

    private final SecretKeySpec secret;

    private KeyHash(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** Makes hashes under a secret. */
    public static KeyHash of(String secret) {
        Checks.notBlank("protectionSecret", secret);
        Checks.check(
                secret.length() >= MIN_SECRET_CHARACTERS,
                "protectionSecret must have at least " + MIN_SECRET_CHARACTERS + " characters");
        return new KeyHash(secret);
    }

    /** Makes hashes under a secret of its own, for a store whose data ends with it. */
    public static KeyHash random() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new KeyHash(HexFormat.of().formatHex(secret));
    }

    /** Returns the key that an erased event has in place of its own. */
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
