package live.roomkit.store.postgres;

/** A document to be bound to a parameter that is cast to {@code jsonb}, in UTF-8. */
record Jsonb(byte[] utf8) {}
