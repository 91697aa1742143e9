package brigade.web;

import java.time.Duration;
import java.util.function.Supplier;

/** A value that is made again only after a while; one request makes it, the others wait. */
final class Kept<T> {
    private final long nanoseconds;
    private T value;
    private long madeAt;

    Kept(Duration lifetime) {
        nanoseconds = lifetime.toNanos();
    }

    synchronized T get(Supplier<T> maker) {
        if (value == null || System.nanoTime() - madeAt > nanoseconds) {
            value = maker.get();
            madeAt = System.nanoTime();
        }
        return value;
    }
}
