package live.roomkit.protection;

/** Store that can protect the data of people. {@link Protection#of} finds it behind decorators. */
public interface ProtectionSource {

    /** Returns the protection of this store's data. */
    Protection protection();
}
