/**
 * Tests for implementations of {@code ConversationStore}. To use them, extend
 * {@link live.roomkit.store.contract.ConversationStoreContract}.
 */
@NullMarked
package live.roomkit.store.contract;

import org.jspecify.annotations.NullMarked;
