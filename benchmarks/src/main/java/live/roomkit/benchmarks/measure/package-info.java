/** How two ways of doing one thing are measured side by side. */
@NullMarked
package live.roomkit.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
