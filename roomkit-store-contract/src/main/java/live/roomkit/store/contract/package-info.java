/** What every conversation store promises, as tests: extend {@link live.roomkit.store.contract.ConversationStoreContract}. */
@NullMarked
package live.roomkit.store.contract;

import org.jspecify.annotations.NullMarked;
