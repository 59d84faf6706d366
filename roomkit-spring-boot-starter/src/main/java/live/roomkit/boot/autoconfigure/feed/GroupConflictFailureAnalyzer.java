package live.roomkit.boot.autoconfigure.feed;

import live.roomkit.feed.FeedGroupConflictException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that the application cannot start because a method with {@code @RoomKitListener} has other settings than its
 * consumer group in the database.
 */
final class GroupConflictFailureAnalyzer extends AbstractFailureAnalyzer<FeedGroupConflictException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FeedGroupConflictException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Give @RoomKitListener the partitions and kinds of its group, or another group. To forget the position of the"
                        + " group, stop its nodes and call ChangeFeed.removeGroup.",
                cause);
    }
}
