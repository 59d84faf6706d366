package live.roomkit.boot.autoconfigure.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ProblemDetail;

/**
 * Auto-configuration of {@link StoreProblems} in servlet and reactive web applications. This auto-configuration applies
 * when {@code roomkit.store.web.problem-details} is {@code true}.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnClass(ProblemDetail.class)
@ConditionalOnBooleanProperty("roomkit.store.web.problem-details")
public final class RoomKitProblemDetailsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    StoreProblems roomkitStoreProblems() {
        return new StoreProblems();
    }
}
