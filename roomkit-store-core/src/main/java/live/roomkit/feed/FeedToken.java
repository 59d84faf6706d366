package live.roomkit.feed;

import live.roomkit.internal.Checks;

/**
 * Marks a position in the change feed of one database. The text is opaque and made of letters, digits, {@code -}, {@code _} and
 * dots, so it can be the id of a server-sent event. Any node can continue at it, with any query, after a restart or a failover as
 * well.
 *
 * @param value the text of the token
 */
public record FeedToken(String value) {

    private static final int MAX_CHARACTERS = 8_000;

    /** Rejects texts that no feed made. */
    public FeedToken {
        Checks.notBlank("value", value);
        Checks.check(value.length() <= MAX_CHARACTERS, "value must have at most 8 000 characters");
    }

    @Override
    public String toString() {
        return this.value;
    }
}
