package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ForeignFeedTokenException;
import org.junit.jupiter.api.Test;

/** Tests what {@link FeedPosition} makes of tokens. */
class FeedPositionTests {

    @Test
    void aTokenNamesItsPosition() {
        FeedPosition position =
                FeedPosition.at("epoch", 1, FeedSnapshot.parse("7:9:7"), 4).in(FeedSnapshot.parse("12:12:"), 8, 2);

        assertThat(FeedPosition.parse(position.token())).isEqualTo(position);
    }

    @Test
    void aWindowThatSeesNothingIsRefused() {
        byte[] window = {1, 0, 0, 0, 0, 1, 1, 0, 0};

        assertThatExceptionOfType(ForeignFeedTokenException.class)
                .isThrownBy(() -> FeedPosition.parse(
                        new FeedToken("epoch." + Base64.getUrlEncoder().encodeToString(window))));
    }
}
