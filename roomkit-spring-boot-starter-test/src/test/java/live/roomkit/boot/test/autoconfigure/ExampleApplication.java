package live.roomkit.boot.test.autoconfigure;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application that a slice is cut out of. */
@SpringBootApplication
class ExampleApplication {}
