package live.roomkit.protection;

/** Implemented by stores that support {@link Protection}. {@link Protection#of} finds such a store behind decorators. */
public interface ProtectionSource {

    /** Returns the protection of this store's data. */
    Protection protection();
}
