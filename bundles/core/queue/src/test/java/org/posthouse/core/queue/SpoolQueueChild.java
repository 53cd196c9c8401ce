package org.posthouse.core.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.posthouse.tck.queue.QueueChild;
import org.posthouse.tck.queue.QueueHouse;

/** A process with a queue that is killed. */
final class SpoolQueueChild {
    private SpoolQueueChild() {}

    public static void main(String[] arguments) throws IOException {
        QueueHouse house = new QueueHouse();
        QueueChild.run(TestQueues.open(Path.of(arguments[0]), house), house, List.of(arguments));
    }
}
