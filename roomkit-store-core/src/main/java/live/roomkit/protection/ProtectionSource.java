package live.roomkit.protection;

/**
 * Gives access to the {@link Protection} of a store that implements this interface. Applications call
 * {@link Protection#of} instead, which also works for a store that is wrapped in decorators.
 */
public interface ProtectionSource {

    /** Returns the object that protects the data of this store. */
    Protection protection();
}
