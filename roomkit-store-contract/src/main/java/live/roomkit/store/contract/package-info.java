/**
 * Tests of the promises of every conversation store. Extend
 * {@link live.roomkit.store.contract.ConversationStoreContract}.
 */
@NullMarked
package live.roomkit.store.contract;

import org.jspecify.annotations.NullMarked;
