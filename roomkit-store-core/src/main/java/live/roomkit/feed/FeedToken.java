package live.roomkit.feed;

import live.roomkit.internal.Checks;

/**
 * Marks a position in the change feed of one database. The text of a token is opaque and consists of letters, digits,
 * {@code -}, {@code _} and dots, so it can be the id of a server-sent event. Any node can continue reading at a token,
 * with any query, even after a restart or a failover.
 *
 * @param value the text of the token
 */
public record FeedToken(String value) {

    private static final int MAX_CHARACTERS = 8_000;

    /** Rejects blank texts and texts of more than 8 000 characters. */
    public FeedToken {
        Checks.notBlank("value", value);
        Checks.check(value.length() <= MAX_CHARACTERS, "value must have at most 8 000 characters");
    }

    @Override
    public String toString() {
        return this.value;
    }
}
