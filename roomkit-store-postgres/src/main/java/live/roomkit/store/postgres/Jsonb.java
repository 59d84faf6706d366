package live.roomkit.store.postgres;

/**
 * Contains a JSON document in UTF-8. When the document is a parameter of a statement, the SQL casts it to
 * {@code jsonb}.
 */
record Jsonb(byte[] utf8) {

    /** Returns the size of the document in bytes. The store writes this size to the column {@code bytes}. */
    int bytes() {
        return this.utf8.length;
    }
}
