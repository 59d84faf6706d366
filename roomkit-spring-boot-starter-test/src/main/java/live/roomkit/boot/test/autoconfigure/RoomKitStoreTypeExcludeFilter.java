package live.roomkit.boot.test.autoconfigure;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Leaves the application's components out of a {@link RoomKitStoreTest}. */
final class RoomKitStoreTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<RoomKitStoreTest> {

    RoomKitStoreTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }
}
