package live.roomkit.boot.test.autoconfigure;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Excludes the application's components from the context of a {@link RoomKitStoreTest}. */
final class RoomKitStoreTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<RoomKitStoreTest> {

    RoomKitStoreTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }
}
