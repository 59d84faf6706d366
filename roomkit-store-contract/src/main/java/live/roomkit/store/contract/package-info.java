/**
 * Tests for implementations of {@code ConversationStore}. To use the tests, extend
 * {@link live.roomkit.store.contract.ConversationStoreContract}.
 */
@NullMarked
package live.roomkit.store.contract;

import org.jspecify.annotations.NullMarked;
