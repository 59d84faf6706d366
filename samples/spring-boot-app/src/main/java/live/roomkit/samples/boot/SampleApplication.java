package live.roomkit.samples.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. Its database is that of {@code spring.datasource.url}. */
@SpringBootApplication
public class SampleApplication {

    /** Starts it. */
    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }
}
