package live.roomkit.store.postgres;

/** Contains a JSON document in UTF-8. The document is a parameter that the statement casts to {@code jsonb}. */
record Jsonb(byte[] utf8) {

    /** Returns the size of the document in bytes. The column {@code bytes} contains this size. */
    int bytes() {
        return this.utf8.length;
    }
}
