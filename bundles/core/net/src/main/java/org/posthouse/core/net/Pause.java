package org.posthouse.core.net;

import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.nio.channels.WritableByteChannel;

/** Nothing to be sent, which is over when the system takes octets again: refused at first, as if there were no room. On the event loop. */
final class Pause extends AbstractReferenceCounted implements FileRegion {
    private boolean refused;
    private boolean over;

    @Override
    public long position() {
        return 0;
    }

    @Override
    public long transferred() {
        return over ? 1 : 0;
    }

    @Override
    @Deprecated
    public long transfered() {
        return over ? 1 : 0;
    }

    /** What it says to have: nothing would never be waited for. */
    @Override
    public long count() {
        return 1;
    }

    @Override
    public long transferTo(WritableByteChannel target, long position) {
        over = refused;
        refused = true;
        return transferred();
    }

    @Override
    public FileRegion retain() {
        super.retain();
        return this;
    }

    @Override
    public FileRegion retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public FileRegion touch() {
        return this;
    }

    @Override
    public FileRegion touch(Object hint) {
        return this;
    }

    @Override
    protected void deallocate() {}
}
