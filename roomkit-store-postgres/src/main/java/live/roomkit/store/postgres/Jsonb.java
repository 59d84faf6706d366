package live.roomkit.store.postgres;

/** Carries a JSON document in UTF-8 to a parameter that is cast to {@code jsonb}. */
record Jsonb(byte[] utf8) {

    /** Returns the document's size in bytes, as the columns {@code bytes} hold it. */
    int bytes() {
        return this.utf8.length;
    }
}
