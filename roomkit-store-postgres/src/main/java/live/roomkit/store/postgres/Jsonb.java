package live.roomkit.store.postgres;

/** A JSON document in UTF-8, as the parameter of a statement that casts it to {@code jsonb}. */
record Jsonb(byte[] utf8) {

    /** Returns the size of the document in bytes, which the column {@code bytes} stores. */
    int bytes() {
        return this.utf8.length;
    }
}
