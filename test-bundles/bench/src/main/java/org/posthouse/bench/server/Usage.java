package org.posthouse.bench.server;

/**
 * What a server has used so far.
 *
 * @param cpuSeconds of its processes, and of those they have waited for
 * @param written octets that the disk was given, by whomever: what the kernel says of a process is the size of the pages it has touched
 * @param flushes of the disk's cache, by whomever, too
 */
public record Usage(double cpuSeconds, long written, long flushes) {
    /** Between then and now. */
    public Usage since(Usage before) {
        return new Usage(cpuSeconds - before.cpuSeconds, written - before.written, flushes - before.flushes);
    }
}
