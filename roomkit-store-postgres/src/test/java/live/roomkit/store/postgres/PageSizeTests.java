package live.roomkit.store.postgres;

import live.roomkit.store.contract.PageSizeContract;
import org.junit.jupiter.api.AutoClose;

/** Pages of a store that adds up their sizes on the server. */
class PageSizeTests extends PageSizeContract {

    @AutoClose
    private static final TwoNodes STORE =
            new TwoNodes(database -> database.open(builder -> builder.maxPageSize(MAX_PAGE_SIZE)));

    PageSizeTests() {
        super(STORE);
    }
}
