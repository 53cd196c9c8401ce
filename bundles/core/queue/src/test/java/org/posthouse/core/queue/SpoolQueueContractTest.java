package org.posthouse.core.queue;

import java.nio.file.Path;
import org.posthouse.tck.queue.QueueActionContract;
import org.posthouse.tck.queue.QueueContract;
import org.posthouse.tck.queue.QueueHouse;

class SpoolQueueContractTest implements QueueContract, QueueActionContract {
    @Override
    public Opened open(Path folder, QueueHouse house) throws Exception {
        return new Open(TestQueues.open(folder, house));
    }

    @Override
    public Class<?> child() {
        return SpoolQueueChild.class;
    }

    private record Open(SpoolQueue queue) implements Opened {
        @Override
        public void wake() {
            queue.wake();
        }

        @Override
        public void close() {
            queue.close();
        }
    }
}
