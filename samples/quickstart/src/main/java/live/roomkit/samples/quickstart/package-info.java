/** Sample program that shows the operations of a conversation store on a real database. */
@NullMarked
package live.roomkit.samples.quickstart;

import org.jspecify.annotations.NullMarked;
