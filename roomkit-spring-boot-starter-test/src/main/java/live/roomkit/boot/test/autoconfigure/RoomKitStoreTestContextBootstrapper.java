package live.roomkit.boot.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Bootstraps the contexts of {@link RoomKitStoreTest}. */
final class RoomKitStoreTestContextBootstrapper extends TestSliceTestContextBootstrapper<RoomKitStoreTest> {}
