package dev.pagurus.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A log of documents, of which many writers share a force: whoever comes while one is under way
 * waits for the next. Safe for many threads.
 */
final class RawLog implements AutoCloseable {

  /** Hears of the documents in the log. */
  interface Reader {
    void document(String id, byte[] text) throws IOException;
  }

  private final Path file;
  private final FileChannel channel;
  private final boolean forced;
  private final Object force = new Object();
  private long written;
  private long safe;
  private boolean forcing;

  RawLog(Path file, boolean forced) throws IOException {
    this.file = file;
    this.forced = forced;
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.position(channel.size());
    written = channel.size();
  }

  /** Tells what was appended since it was emptied. */
  void read(Reader reader) throws IOException {
    byte[] all = Files.readAllBytes(file);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(all))) {
      while (in.available() > 0) {
        String id = in.readUTF();
        byte[] text = new byte[in.readInt()];
        in.readFully(text);
        reader.document(id, text);
      }
    } catch (EOFException e) {
      return; // the last one was never whole
    }
  }

  /** Appends documents; when it returns they are safe, if the log is forced. */
  void append(List<String> ids, List<byte[]> texts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (int i = 0; i < ids.size(); i++) {
        out.writeUTF(ids.get(i));
        out.writeInt(texts.get(i).length);
        out.write(texts.get(i));
      }
    }
    long end;
    synchronized (this) {
      ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      written += bytes.size();
      end = written;
    }
    if (forced) {
      awaitForce(end);
    }
  }

  private void awaitForce(long end) throws IOException {
    while (true) {
      synchronized (force) {
        while (forcing && safe < end) {
          try {
            force.wait();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
        if (safe >= end) {
          return;
        }
        forcing = true;
      }
      long upTo;
      synchronized (this) {
        upTo = written;
      }
      try {
        channel.force(false);
      } finally {
        synchronized (force) {
          safe = Math.max(safe, upTo);
          forcing = false;
          force.notifyAll();
        }
      }
    }
  }

  synchronized long bytes() throws IOException {
    return channel.size();
  }

  /** Empties it, once all that is in it is safe elsewhere; while nobody appends. */
  synchronized void empty() throws IOException {
    channel.truncate(0);
    channel.force(true);
    // Positions of bytes that were ever written go on, for those who wait for a force.
    channel.position(0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
