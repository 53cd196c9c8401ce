package org.posthouse.console.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request that comes in chunks and does not say how long its body is: it ends at a bound, whoever reads it. */
final class BoundedRequest extends HttpServletRequestWrapper {
    private final long most;

    /** @param most octets of an upload */
    BoundedRequest(HttpServletRequest request, long most) {
        super(request);
        this.most = most;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Bounded(super.getInputStream(), most);
    }

    /** Counts. */
    private static final class Bounded extends ServletInputStream {
        private final ServletInputStream body;
        private final long most;
        private long octets;

        Bounded(ServletInputStream body, long most) {
            this.body = body;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            return counted(body.read(), 1);
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = body.read(to, offset, length);
            return counted(read, read);
        }

        private int counted(int read, int more) throws IOException {
            if (read >= 0) {
                octets += more;
                if (octets > most + Uploads.FIELDS) {
                    throw new Uploads.TooLargeException(most);
                }
            }
            return read;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
