package org.posthouse.console.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import org.posthouse.spi.console.PageFile;

/** Sends what a page gives to be saved or used. */
final class FileAnswer {
    private static final int PIECE = 64 * 1024;

    private FileAnswer() {}

    static void send(PageFile file, HttpServletResponse response) throws IOException {
        if (file.file().isEmpty()) {
            response.setContentType(file.type());
            response.getOutputStream().write(file.octets());
            return;
        }
        try (FileChannel channel = FileChannel.open(file.file().get())) {
            response.setContentType(file.type());
            // RFC 6266 §4.
            response.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
            // So much as there is now: it may grow meanwhile.
            long size = channel.size();
            response.setContentLengthLong(size);
            pour(channel, size, response.getOutputStream());
        } catch (NoSuchFileException e) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static void pour(FileChannel from, long size, OutputStream to) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long left = size; left > 0; left -= piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE, left));
            if (from.read(piece) < 0) {
                throw new IOException("the file has become shorter");
            }
            piece.flip();
            to.write(piece.array(), 0, piece.limit());
        }
    }
}
