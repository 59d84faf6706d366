package live.roomkit.store.postgres;

/** A document to be bound to a parameter that is cast to {@code jsonb}, in UTF-8. */
record Jsonb(byte[] utf8) {

    /** Returns its size, as the columns {@code bytes} hold it. */
    int bytes() {
        return this.utf8.length;
    }
}
