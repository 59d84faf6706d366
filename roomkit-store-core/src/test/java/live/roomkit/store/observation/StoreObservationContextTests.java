package live.roomkit.store.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation.Context;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import live.roomkit.store.StoreOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds a context that keeps its key values in a way of its own against Micrometer's. */
class StoreObservationContextTests {

    private static final int STEPS = 200;

    private static final int THREADS = 4;

    private static final List<Method> METHODS = Arrays.stream(Context.class.getMethods())
            .filter(method -> method.getName().contains("KeyValue"))
            .sorted(Comparator.comparing(Method::toString))
            .toList();

    private final Context expected = new Context();

    private final Context actual =
            new StoreObservationContext(StoreOperation.GET_ROOM, "room-1", null, new ConstantKeyValues(null));

    @ParameterizedTest
    @MethodSource("seeds")
    void keyValuesAreKeptAsMicrometerKeepsThem(long seed) throws Exception {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            Method method = METHODS.get(random.nextInt(METHODS.size()));
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(type -> argument(type, random))
                    .toArray();

            Object answer = method.invoke(this.actual, arguments);

            Object wanted = method.invoke(this.expected, arguments);
            if (wanted instanceof Context) {
                assertThat(answer).isSameAs(this.actual);
            } else {
                assertThat(answer).as("step %d, %s", step, method).isEqualTo(wanted);
            }
            assertThat(this.actual.getAllKeyValues())
                    .as("after step %d, %s", step, method)
                    .isEqualTo(this.expected.getAllKeyValues());
        }
    }

    @Test
    void keyValuesOfSeveralThreadsAreAllKept() throws Exception {
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> new Thread(() -> IntStream.range(0, STEPS)
                        .forEach(step -> this.actual.addHighCardinalityKeyValue(
                                KeyValue.of("key-" + thread + "-" + step, "value")))))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(this.actual.getHighCardinalityKeyValues()).hasSize(THREADS * STEPS);
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    private static Object argument(Class<?> type, Random random) {
        if (type == KeyValue.class) {
            return keyValue(random);
        }
        if (type == KeyValues.class) {
            return KeyValues.of(keyValues(random));
        }
        if (type == String.class) {
            return key(random);
        }
        if (type == String[].class) {
            return Arrays.stream(keyValues(random)).map(KeyValue::getKey).toArray(String[]::new);
        }
        throw new AssertionError("no sample of " + type);
    }

    private static KeyValue[] keyValues(Random random) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(index -> keyValue(random))
                .toArray(KeyValue[]::new);
    }

    private static KeyValue keyValue(Random random) {
        return KeyValue.of(key(random), "value-" + random.nextInt(3));
    }

    private static String key(Random random) {
        return "key-" + random.nextInt(6);
    }
}
